import type { TestCity } from '../../../support/city.ts'
import { notProvenFactor } from '#server/core/identity/factor/prove-factor.ts'
import { beginFactor, confirmFactor } from '#server/core/identity/factor/set-up.ts'
import { tokenHashOf } from '#server/core/identity/sessions.ts'
import { recoveryCodes, secondFactors, sessions } from '#server/core/identity/tables.ts'
import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'
import { codeAt, factorAt, otherThan, setUpFactor } from '../../../support/factor.ts'
import { cookieIn, lastCode, phoneAt, statusWith } from './doors.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
let city: TestCity
let cookie: string
let phone: string
beforeEach(async () => {
  city = await openTestCity()
  phone = city.phoneOf('admin')
  cookie = await city.signIn(phone)
})
afterEach(() => city.close())

const now = (secret: string) => codeAt(secret, city.time.now)
/** Signs in by SMS, with a code of the second factor if one is given. */
async function enter(factor?: string, who = phone) {
  await phoneAt(city).askCode(who)
  return await phoneAt(city).enter(who, lastCode(city, who), undefined, factor)
}

describe('setting it up', () => {
  it('gives a secret as text and for a QR code, and ten recovery codes after a first code', async () => {
    const begun = await factorAt(city, cookie).begin()
    const base32 = expect.stringMatching(/^[A-Z2-7]{32}$/)
    expect(begun).toMatchObject({ status: 200, body: { secret: base32 } })
    const { secret, uri } = begun.body
    expect(decodeURIComponent(uri)).toMatch(/^otpauth:\/\/totp\/小蜜蜂:138\*{4}0011\?/)
    expect(new URL(uri).searchParams.get('secret')).toBe(secret)
    const wrong = await factorAt(city, cookie).confirm(otherThan(now(secret)))
    expect(wrong).toMatchObject({ status: 403, body: { code: 'session.factorWrong' } })
    expect(await city.holding(cookie).ask('identity.me', {})).toMatchObject({ factor: 'off' })

    const { body: { recoveryCodes } } = await factorAt(city, cookie).confirm(now(secret))
    expect(recoveryCodes).toHaveLength(10)
    expect(new Set(recoveryCodes).size).toBe(10)
    for (const code of recoveryCodes) expect(code).toMatch(/^\d{10}$/)
    expect(await city.holding(cookie).ask('identity.me', {})).toMatchObject({ factor: 'on' })
    expect((await factorAt(city, cookie).confirm(now(secret))).status).toBe(403)
  })

  it('takes six digits for its first code, and afterwards those or a recovery code', async () => {
    const malformed = { status: 400, body: { code: 'session.factorMalformed' } }
    const { confirm, fresh, begin } = factorAt(city, cookie)
    await begin()
    for (const code of ['12345', '1234567890', 'abcdef']) expect(await confirm(code)).toMatchObject(malformed)
    const { secret } = await setUpFactor(city, cookie)
    for (const code of ['12345', '12345678', '']) expect(await fresh(code)).toMatchObject(malformed)
    expect(await fresh(now(secret))).toMatchObject({ status: 200 })
  })

  it('signs every other device out, and stays signed in itself', async () => {
    const other = await city.signIn(phone)
    await setUpFactor(city, cookie)
    expect([await statusWith(city, cookie), await statusWith(city, other)]).toEqual([200, 401])
  })

  it('a sign-in at the same moment is asked for its code, or ends', async () => {
    for (const name of ['admin2', 'staff', 'staff2', 'unit'] as const) {
      const theirs = city.phoneOf(name)
      const held = await city.signIn(theirs)
      const { body: { secret } } = await factorAt(city, held).begin()
      await phoneAt(city).askCode(theirs)
      const [confirmed, entered] = await Promise.all([
        factorAt(city, held).confirm(now(secret)),
        phoneAt(city).enter(theirs, lastCode(city, theirs)),
      ])
      expect(confirmed.status).toBe(200)
      const got = entered.status === 200 ? await statusWith(city, cookieIn(entered.headers)) : entered.status
      expect([401, 403], name).toContain(got)
    }
  })

  it('is refused to a session that another session\'s set-up has just ended', async () => {
    const [taken, mine] = [await city.signIn(phone), cookie]
    const accountId = city.ids.admin
    const actorOf = (session: string) =>
      ({ accountId, role: 'resident' as const, areaId: null, posts: [], session })
    const theirs = actorOf(tokenHashOf(taken.split('=')[1]!))
    await setUpFactor(city, mine)
    // Its requests had passed the door before.
    const { secret } = await beginFactor(city.database, theirs)
    expect(await confirmFactor(city.database, theirs, { code: now(secret), now: city.time.now, parts: [] }))
      .toEqual({ trouble: 'factorWrong' })
    expect(await statusWith(city, mine)).toBe(200)
  })

  it('is refused to accounts that decide nothing about others', async () => {
    for (const name of ['rider', 'keeper'] as const) {
      const theirs = await city.signIn(city.phoneOf(name))
      expect(await factorAt(city, theirs).begin())
        .toMatchObject({ status: 403, body: { code: 'session.factorNotYours' } })
      expect(await city.holding(theirs).ask('identity.me', {})).not.toHaveProperty('factor')
    }
    expect((await factorAt(city, 'bee=made-up').begin()).status).toBe(401)
  })

  it('again takes a fresh code; the old app counts until the new one is confirmed', async () => {
    const old = await setUpFactor(city, cookie)
    city.time.now += 10 * MINUTE
    expect(await factorAt(city, cookie).begin())
      .toMatchObject({ status: 403, body: { code: 'command.factorStale' } })
    expect((await factorAt(city, cookie).fresh(now(old.secret))).status).toBe(200)
    const { body: { secret } } = await factorAt(city, cookie).begin()
    city.time.now += 30 * SECOND
    expect((await enter(now(old.secret))).status).toBe(200)
    expect((await factorAt(city, cookie).confirm(now(secret))).status).toBe(200)
    city.time.now += MINUTE
    expect((await enter(now(old.secret))).status).toBe(403)
  })
})

describe('signing in', () => {
  it('asks for a second code once the number is proven; the SMS code stays valid meanwhile', async () => {
    const { secret } = await setUpFactor(city, cookie)
    await phoneAt(city).askCode(phone)
    const sms = lastCode(city, phone)
    const give = (factor?: string) => phoneAt(city).enter(phone, sms, undefined, factor)
    expect(await give()).toMatchObject({ status: 403, body: { code: 'session.factorNeeded' } })
    expect(await give(otherThan(now(secret))))
      .toMatchObject({ status: 403, body: { code: 'session.factorWrong' } })
    expect((await phoneAt(city).enter(phone, otherThan(sms), undefined, now(secret))).body.code)
      .toBe('session.codeWrong')
    const signed = await give(now(secret))
    expect(signed).toMatchObject({ status: 200, body: { me: { factor: 'on' } } })
    expect(await statusWith(city, cookieIn(signed.headers))).toBe(200)
  })

  it('takes a code 30 seconds old once, and none 60 seconds old', async () => {
    const { secret } = await setUpFactor(city, cookie)
    city.time.now += 5 * MINUTE
    expect((await enter(codeAt(secret, city.time.now - 60 * SECOND))).body.code).toBe('session.factorWrong')
    city.time.now += MINUTE
    const before = codeAt(secret, city.time.now - 30 * SECOND)
    expect((await enter(before)).status).toBe(200)
    expect((await factorAt(city, cookie).fresh(before)).body.code).toBe('session.factorWrong')
    expect((await factorAt(city, cookie).fresh(now(secret))).status).toBe(200)
  })

  it('asks accounts without a second factor for none, and riders never', async () => {
    expect((await enter(undefined, city.phoneOf('admin2'))).body.me).toMatchObject({ factor: 'off' })
    expect((await enter(undefined, city.phoneOf('rider'))).status).toBe(200)
  })
})

describe('a code', () => {
  it('given in two browsers at once counts once', async () => {
    const { secret } = await setUpFactor(city, cookie)
    const other = cookieIn((await enter(now(secret))).headers)
    city.time.now += MINUTE
    const code = now(secret)
    const given = await Promise.all([cookie, other].map(each => factorAt(city, each).fresh(code)))
    expect(given.map(({ status }) => status).toSorted()).toEqual([200, 403])
  })

  it('given ten times at once in transactions that don\'t wait for each other counts once', async () => {
    const { secret } = await setUpFactor(city, cookie)
    const { transact } = city.database
    const given = { accountId: city.ids.admin, code: now(secret) }
    const tries = Array.from({ length: 10 }, () => transact(tx => notProvenFactor(tx, given, city.time.now)))
    expect((await Promise.all(tries)).filter(not => not === undefined)).toHaveLength(1)
  })

  it('is not tried a sixth time in a quarter of an hour, also when it is right', async () => {
    const { secret } = await setUpFactor(city, cookie)
    for (let guess = 1; guess <= 5; guess++)
      expect((await factorAt(city, cookie).fresh(otherThan(now(secret)))).status).toBe(403)
    expect(await factorAt(city, cookie).fresh(now(secret))).toMatchObject({
      status: 429,
      body: { code: 'session.guessedTooOften', message: expect.stringContaining('15 分钟后') },
    })
    expect((await enter(now(secret))).status).toBe(429)
    city.time.now += 15 * MINUTE
    expect((await enter(now(secret))).status).toBe(200)
  })

  it('that was wrong costs the city no SMS, and others no try', async () => {
    const few = await openTestCity({ CODES_PER_DAY: '3' })
    const theirs = await few.signIn(phone)
    const { secret } = await setUpFactor(few, theirs)
    for (let guess = 1; guess <= 5; guess++)
      await factorAt(few, theirs).fresh(otherThan(codeAt(secret, few.time.now)))
    expect((await phoneAt(few).askCode(few.phoneOf('admin2'))).status).toBe(200)
    await few.close()
  })
})

describe('a recovery code', () => {
  it('stands in for a lost phone once, and says how many are left', async () => {
    const { recoveryCodes: [first, second] } = await setUpFactor(city, cookie)
    expect(await enter(`${first!.slice(0, 5)} ${first!.slice(5)}`))
      .toMatchObject({ status: 200, body: { recoveryLeft: 9 } })
    city.time.now += MINUTE
    expect(await enter(first)).toMatchObject({ status: 403, body: { code: 'session.factorWrong' } })
    expect((await factorAt(city, cookie).fresh(second!)).body).toEqual({ recoveryLeft: 8 })
    expect(await factorAt(city, cookie).left()).toBe(8)
  })

  it('given in two browsers at once counts once', async () => {
    const { recoveryCodes: [code] } = await setUpFactor(city, cookie)
    const tries = Array.from({ length: 5 }, () => factorAt(city, cookie).fresh(code!))
    expect((await Promise.all(tries)).filter(({ status }) => status === 200)).toHaveLength(1)
  })

  it('is void once there are new ones, which take a fresh code', async () => {
    const { secret, recoveryCodes: [old] } = await setUpFactor(city, cookie)
    city.time.now += 10 * MINUTE
    expect((await factorAt(city, cookie).renew()).body.code).toBe('command.factorStale')
    await factorAt(city, cookie).fresh(now(secret))
    const { body: { recoveryCodes: [fresh] } } = await factorAt(city, cookie).renew()
    expect((await factorAt(city, cookie).fresh(old!)).status).toBe(403)
    expect((await factorAt(city, cookie).fresh(fresh)).status).toBe(200)
  })
})

it('somebody who leaves takes it along', async () => {
  await setUpFactor(city, cookie)
  await city.database.run(`update posts set ended_at = 1 where account_id = '${city.ids.admin}'`)
  const rider = city.holding(await city.signIn(phone))
  await rider.done('identity.deleteMe', { confirm: true })
  const left = [secondFactors, recoveryCodes].map(table =>
    city.database.read.$count(table, eq(table.accountId, city.ids.admin)))
  expect(await Promise.all(left)).toEqual([0, 0])
})

it('a session remembers when, and never which code', async () => {
  const { secret, recoveryCodes: codes } = await setUpFactor(city, cookie)
  const [session] = await city.database.read.select().from(sessions)
  expect(session!.factorAt).toBe(city.time.now - 30 * SECOND)
  const own = JSON.stringify(await city.holding(cookie).ask('identity.export', {}))
  for (const each of [secret, ...codes]) expect(own).not.toContain(each)
})
