import type { QueryName } from '#shared/queries.ts'
import type { TestCity } from '../../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { accounts, codeAsks, sessions } from '#server/core/identity/tables.ts'
import { posts } from '#server/core/posts/index.ts'
import { entries, kiosks, stations, visits } from '#server/core/stations/index.ts'
import { codeOfInvite } from '#server/features/doors/kiosks/pairing.ts'
import { kioskInvites } from '#server/features/doors/tables.ts'
import { commands } from '#shared/commands.ts'
import { fromBase64Url } from '#shared/kernel/bytes.ts'
import { queries } from '#shared/queries.ts'
import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'
import { STATIONS } from '../mall/counter.ts'
import { invite, pairedTablet, sendCode } from './tablet.ts'

const MINUTE = 60_000
let city: TestCity
beforeEach(async () => {
  city = await openTestCity({ TRUST_PROXY: '1' })
  await city.database.transact(tx => tx.insert(stations).values(Object.values(STATIONS)))
})
afterEach(() => city.close())

const statusOf = async (cookie: string) => (await city.fetchAs(cookie)('/api/queries/stations.kiosk')).status
const unpair = (kioskId: string) => city.as('admin').send({ name: 'stations.unpair', input: { kioskId } })
/** Eight digits that are nobody's code. */
const wrongCode = async () => {
  const hashes = await city.database.read.select({ id: kioskInvites.id }).from(kioskInvites)
  const taken = new Set(hashes.map(({ id }) => codeOfInvite(id)))
  return ['00000000', '00000001'].find(code => !taken.has(code))!
}

describe('pairing', () => {
  it('a code from an organiser makes a tablet the kiosk of its station', async () => {
    const { status, headers, body } = await sendCode(city, codeOfInvite(await invite(city)))
    expect([status, body.me]).toMatchObject([
      200,
      { role: 'kiosk', name: '前门平板', phoneHint: '', areaId: STATIONS.bridge.areaId },
    ])
    expect(headers.get('set-cookie')).toMatch(
      /^bee=[\w-]{43}; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Lax$/,
    )
    const [kiosk] = await city.database.read.select().from(kiosks)
    expect(kiosk).toMatchObject({
      accountId: body.me.accountId,
      stationId: STATIONS.bridge.id,
      label: '前门平板',
      pairedBy: city.ids.admin,
      unpairedAt: null,
    })
  })

  it('a code pairs one tablet, even when two send it at once', async () => {
    const code = codeOfInvite(await invite(city))
    const sent = await Promise.all([sendCode(city, code), sendCode(city, code), sendCode(city, code)])
    expect(sent.map(({ status }) => status).sort()).toEqual([200, 403, 403])
    expect(await city.database.read.$count(kiosks)).toBe(1)
  })

  it('a wrong code, a used one and one ten minutes old pair nothing, and say so alike', async () => {
    const code = codeOfInvite(await invite(city))
    const wrong = await sendCode(city, await wrongCode())
    expect(wrong).toMatchObject({ status: 403, body: { code: 'session.pairingWrong' } })
    expect(wrong.headers.get('set-cookie')).toBeNull()
    expect((await sendCode(city, code)).status).toBe(200)
    expect((await sendCode(city, code)).body).toEqual(wrong.body)
    const late = codeOfInvite(await invite(city))
    city.time.now += 10 * MINUTE
    expect((await sendCode(city, late)).body).toEqual(wrong.body)
    expect(await city.database.read.$count(kiosks)).toBe(1)
  })

  it('what is no code is told so, and counts as no guess', async () => {
    for (const code of ['1234567', '123456789', '1234567x', 12345678, undefined]) {
      expect(await sendCode(city, code)).toMatchObject({
        status: 400,
        body: { code: 'session.pairingMalformed' },
      })
    }
    expect(await city.database.read.$count(codeAsks)).toBe(0)
  })

  it('an address that has guessed twenty times waits, even with the right code; others do not', async () => {
    const [code, wrong] = [codeOfInvite(await invite(city)), await wrongCode()]
    for (let i = 0; i < 20; i++) expect((await sendCode(city, wrong)).status).toBe(403)
    const full = await sendCode(city, code)
    expect([full.status, full.body, full.headers.get('retry-after')]).toMatchObject([
      429,
      { code: 'session.guessedTooOften', retryAfterS: 3600 },
      '3600',
    ])
    expect((await sendCode(city, code, { address: '198.51.100.4' })).status).toBe(200)
    city.time.now += 60 * MINUTE
    expect((await sendCode(city, codeOfInvite(await invite(city)))).status).toBe(200)
  })

  it('guesses from everywhere together are a hundred an hour', async () => {
    const [code, wrong] = [codeOfInvite(await invite(city)), await wrongCode()]
    for (let i = 0; i < 100; i++)
      expect((await sendCode(city, wrong, { address: `198.51.100.${i}` })).status).toBe(403)
    expect((await sendCode(city, code, { address: '198.51.100.200' })).status).toBe(429)
  })

  it('guesses leave everybody their sign-in codes', async () => {
    const wrong = await wrongCode()
    for (let i = 0; i < 21; i++) await sendCode(city, wrong)
    const asked = await city.fetchAs(undefined)('/api/session/code', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.7' },
      body: JSON.stringify({ phone: '13800001234' }),
    })
    expect(asked.status).toBe(200)
  })

  it('pairing the tablet in one\'s hands signs oneself out of it', async () => {
    const mine = await city.signIn(city.phoneOf('admin2'))
    expect((await sendCode(city, codeOfInvite(await invite(city)), { cookie: mine })).status).toBe(200)
    expect((await city.fetchAs(mine)('/api/queries/identity.me')).status).toBe(401)
  })

  it('the database knows no code and no door key', async () => {
    const code = codeOfInvite(await invite(city))
    const rows = JSON.stringify(await city.database.read.select().from(kioskInvites))
    expect(rows).not.toContain(code)
    const { doorKey } = await pairedTablet(city)
    expect(
      JSON.stringify([
        await city.database.read.select().from(kiosks),
        await city.database.read.select().from(accounts),
        await city.database.read.select().from(sessions),
      ]),
    ).not.toContain(doorKey)
  })
})

describe('inviting', () => {
  const input = () => ({ inviteId: randomUUID(), stationId: STATIONS.bridge.id as string, label: '前门平板' })
  it('is accepted once, for a station there is', async () => {
    const once = { id: randomUUID(), name: 'stations.inviteKiosk', input: input() }
    const [first] = await city.as('admin').send(once)
    expect(first).toMatchObject({ status: 'accepted' })
    expect(await city.as('admin').send(once)).toEqual([first])
    expect(await city.as('admin').send({ ...once, id: randomUUID() })).toMatchObject([
      { refusal: { code: 'stations.idTaken' } },
    ])
    expect(
      await city
        .as('admin')
        .send({ ...once, id: randomUUID(), input: { ...input(), stationId: randomUUID() } }),
    ).toMatchObject([{ refusal: { code: 'stations.unknown' } }])
    expect(await city.database.read.$count(kioskInvites)).toBe(1)
  })

  it('is only for organisers, in their own area', async () => {
    for (const by of ['rider', 'keeper', 'staff', 'unit'] as const) {
      expect(await city.as(by).send({ name: 'stations.inviteKiosk', input: input() })).toMatchObject([
        { refusal: { code: 'command.notForYourRole' } },
      ])
    }
    await city.database.transact(tx =>
      tx.update(posts).set({ scope: STATIONS.lake.areaId }).where(eq(posts.accountId, city.ids.admin2)),
    )
    expect(await city.as('admin2').send({ name: 'stations.inviteKiosk', input: input() })).toMatchObject([
      { refusal: { code: 'command.notYourArea' } },
    ])
    const { accountId } = await pairedTablet(city)
    expect(
      await city.as('admin2').send({ name: 'stations.unpair', input: { kioskId: accountId } }),
    ).toMatchObject([{ refusal: { code: 'command.notYourArea' } }])
    for (const by of ['rider', 'keeper', 'staff', 'unit'] as const) {
      expect(
        await city.as(by).send({ name: 'stations.unpair', input: { kioskId: accountId } }),
      ).toMatchObject([{ refusal: { code: 'command.notForYourRole' } }])
    }
  })

  it('old invitations go when a new one is made', async () => {
    await invite(city)
    city.time.now += 10 * MINUTE
    const fresh = await invite(city)
    expect(await city.database.read.select({ id: kioskInvites.id }).from(kioskInvites)).toEqual([
      { id: fresh },
    ])
  })
})

describe('unpairing', () => {
  it('stops a tablet at its next request, and no other', async () => {
    const [front, back] = [await pairedTablet(city), await pairedTablet(city, 'bridge', '后门平板')]
    expect([await statusOf(front.cookie), await statusOf(back.cookie)]).toEqual([200, 200])
    expect(await unpair(front.accountId)).toMatchObject([{ status: 'accepted' }])
    expect([await statusOf(front.cookie), await statusOf(back.cookie)]).toEqual([401, 200])
    expect(await city.fetchAs(front.cookie)('/api/events')).toMatchObject({ status: 204 })
    const [kiosk] = await city.database.read
      .select()
      .from(kiosks)
      .where(eq(kiosks.accountId, front.accountId))
    expect(kiosk!.unpairedAt).toBe(city.time.now)
  })

  it('is accepted once, and only for a kiosk', async () => {
    const { accountId } = await pairedTablet(city)
    await unpair(accountId)
    for (const kioskId of [accountId, randomUUID(), city.ids.rider])
      expect(await unpair(kioskId)).toMatchObject([{ refusal: { code: 'stations.kioskUnknown' } }])
    expect((await city.as('rider').fetch('/api/queries/identity.me')).status).toBe(200)
  })
})

describe('what a tablet may do', () => {
  const others = <Name extends string>(list: Record<Name, { by: readonly string[] }>) =>
    (Object.keys(list) as Name[]).filter(name => !list[name].by.includes('kiosk'))

  it('admits people, reports entries, fetches its grant, and has no other command', async () => {
    const { send } = await pairedTablet(city)
    for (const name of others(commands)) {
      const [reply] = await send({ name, input: {} })
      expect([name, reply!.status]).not.toEqual([name, 'accepted'])
    }
    expect(Object.keys(commands).length - others(commands).length).toBe(3)
    // With an input that everybody else may send, it is its role that stands in the way.
    expect(
      await send({
        name: 'voices.complain',
        input: { complaintId: randomUUID(), text: '灯太暗', page: 'home' },
      }),
    ).toMatchObject([{ refusal: { code: 'command.notForYourRole' } }])
    expect(await send({ name: 'stations.unpair', input: { kioskId: randomUUID() } })).toMatchObject([
      { refusal: { code: 'command.notForYourRole' } },
    ])
  })

  it('asks what it is and what its station is, and nothing else', async () => {
    const { fetch } = await pairedTablet(city)
    for (const name of others<QueryName>(queries))
      expect([name, (await fetch(`/api/queries/${name}`)).status]).toEqual([name, 403])
    expect((await fetch('/api/queries/identity.me')).status).toBe(200)
  })

  it('sends no photos and sees none', async () => {
    const { fetch } = await pairedTablet(city)
    const hash = 'a'.repeat(64)
    for (const response of [
      await fetch(`/api/photos/${hash}`, { method: 'PUT', body: 'x' }),
      await fetch(`/api/photos/${hash}/full`),
    ])
      expect([response.status, (await response.json()).code]).toEqual([403, 'door.notForTablets'])
  })

  it('signing out ends its session and pairs nothing else', async () => {
    const { fetch, cookie } = await pairedTablet(city)
    expect((await fetch('/api/session', { method: 'DELETE' })).status).toBe(200)
    expect(await statusOf(cookie)).toBe(401)
  })

  it('its session lasts over a year of days without a network', async () => {
    const { cookie } = await pairedTablet(city)
    city.time.now += 399 * 24 * 60 * MINUTE
    expect(await statusOf(cookie)).toBe(200)
  })
})

describe('what a tablet knows', () => {
  it('its station and the keys to check by; its door-code key was told once, at pairing', async () => {
    const [front, back] = [await pairedTablet(city), await pairedTablet(city, 'bridge', '后门平板')]
    const [view, other] = [await front.ask('stations.kiosk', {}), await back.ask('stations.kiosk', {})]
    expect(view).toMatchObject({
      station: { id: STATIONS.bridge.id, number: 1, name: '桥头驿站', shut: null, isDoubtful: false },
      revoked: [],
      asOf: city.time.now,
      origin: 'http://localhost:8787',
      opening: null,
      lock: { kind: 'simulated' },
    })
    expect(view.keys).toHaveLength(2)
    expect(fromBase64Url(front.doorKey)).toHaveLength(32)
    expect(back.doorKey).not.toBe(front.doorKey)
    expect(JSON.stringify([view, other])).not.toMatch(/doorKey/)
  })

  it('who came in during the last minute, at its own station', async () => {
    const tablet = await pairedTablet(city)
    const opened = async (stationId: string, occurredAt: number, isOpen: boolean | null) => {
      const [visitId, id] = [randomUUID(), randomUUID()]
      await city.database.transact(async (tx) => {
        await tx
          .insert(visits)
          .values({ id: visitId, stationId, accountId: city.ids.rider, enteredAt: occurredAt })
        await tx
          .insert(entries)
          .values({ id, visitId, how: 'enter', occurredAt, receivedAt: occurredAt, isOpen })
      })
      return id
    }
    const { now } = city.time
    await opened(STATIONS.bridge.id, now - 30_000, true)
    const last = await opened(STATIONS.bridge.id, now - 10_000, true)
    await opened(STATIONS.bridge.id, now - 5000, false)
    await opened(STATIONS.bridge.id, now - 4000, null)
    await opened(STATIONS.market.id, now - 1000, true)
    expect((await tablet.ask('stations.kiosk', {})).opening).toEqual({
      entryId: last,
      at: now - 10_000,
      isOpen: true,
      guest: '测', // Of 测试rider, a courier: no more of the name.
    })
    city.time.now += 50_000
    expect((await tablet.ask('stations.kiosk', {})).opening).toBeNull()
  })
})
