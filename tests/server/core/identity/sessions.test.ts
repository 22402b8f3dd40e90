import type { TestCity } from '../../../support/city.ts'
import { endOfSession, tokenHashOf } from '#server/core/identity/index.ts'
import { accounts, sessions } from '#server/core/identity/tables.ts'
import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'
import { otherThan } from '../../../support/factor.ts'
import { givePost } from '../../../support/posts.ts'
import { cookieIn, lastCode, NEWCOMER, phoneAt, statusWith } from './doors.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
let city: TestCity
beforeEach(async () => {
  city = await openTestCity()
})
afterEach(() => city.close())

async function enter(phone: string, cookie?: string) {
  await phoneAt(city).askCode(phone)
  return phoneAt(city).enter(phone, lastCode(city, phone), cookie)
}
const change = (name: 'rider' | 'staff', set: Partial<typeof accounts.$inferInsert>) =>
  city.database.transact(tx => tx.update(accounts).set(set).where(eq(accounts.id, city.ids[name])))

async function give(kind: 'keeper' | 'staff') {
  city.time.now += 1
  await givePost(city.database, { accountId: city.ids.rider, kind, scope: '4201', from: city.time.now })
}

it('signing in gives a cookie that scripts cannot read and other sites cannot send along', async () => {
  const { headers } = await enter(NEWCOMER)
  const [cookie, ...attributes] = headers.getSetCookie()[0]!.split('; ')
  expect(cookie).toMatch(/^bee=[\w-]{43}$/)
  expect(attributes.sort()).toEqual(['HttpOnly', 'Max-Age=15552000', 'Path=/', 'SameSite=Lax'])
})

it('over https the cookie belongs to this host alone', async () => {
  const secure = await openTestCity({ PUBLIC_URL: 'https://bee.example.cn' })
  await phoneAt(secure).askCode(NEWCOMER)
  const { headers } = await phoneAt(secure).enter(NEWCOMER, lastCode(secure, NEWCOMER))
  expect(headers.get('set-cookie')).toMatch(/^__Host-bee=[\w-]{43}; .*Secure/)
  expect(headers.get('set-cookie')).not.toContain('Domain')
  expect(await statusWith(secure, cookieIn(headers))).toBe(200)
  await secure.close()
})

it('the database cannot sign anyone in: it has only the hash of the token', async () => {
  const token = cookieIn((await enter(NEWCOMER)).headers).slice('bee='.length)
  const [session] = await city.database.read.select().from(sessions)
  expect(session!.tokenHash).toBe(tokenHashOf(token))
  expect(await statusWith(city, `bee=${session!.tokenHash}`)).toBe(401)
})

it('a newcomer becomes one account, however often they come back', async () => {
  const [first, second] = [await enter(NEWCOMER), await enter(NEWCOMER)]
  expect(second.body.me.accountId).toBe(first.body.me.accountId)
  expect(await city.database.read.$count(accounts, eq(accounts.phone, NEWCOMER))).toBe(1)
})

it('signing in again on the same phone ends its earlier session, and no other phone\'s', async () => {
  const other = cookieIn((await enter(NEWCOMER)).headers)
  const old = cookieIn((await enter(NEWCOMER)).headers)
  const fresh = cookieIn((await enter(NEWCOMER, old)).headers)
  expect(await statusWith(city, old)).toBe(401)
  expect(await statusWith(city, fresh)).toBe(200)
  expect(await statusWith(city, other)).toBe(200)
})

describe('the old cookie is 401 at the very next request, for questions and commands, after', () => {
  const endings: [string, (cookie: string) => Promise<unknown>][] = [
    ['signing out', async cookie => phoneAt(city).leave(cookie)],
    ['the account is disabled', () => change('rider', { disabledAt: 1 })],
    ['the account is deleted', () => change('rider', { deletedAt: 1, phone: null, name: null })],
    ['they are something else', () => change('rider', { role: 'resident' })],
    ['a post begins', () => give('keeper')],
  ]
  it.each(endings)('%s', async (_, end) => {
    const cookie = await city.signIn(city.phoneOf('rider'))
    const tokenHash = tokenHashOf(cookie.split('=')[1]!)
    expect(await statusWith(city, cookie)).toBe(200)
    expect(await endOfSession(city.database, tokenHash, city.time.now)).toBeGreaterThan(city.time.now)
    await end(cookie)
    expect(await statusWith(city, cookie)).toBe(401)
    const sent = await city.fetchAs(cookie)('/api/commands', { method: 'POST', body: '{}' })
    expect(sent.status).toBe(401)
    expect(await sent.json()).toMatchObject({
      code: 'session.over',
      message: expect.stringContaining('登录'),
    })
    expect(await endOfSession(city.database, tokenHash, city.time.now)).toBeUndefined()
  })
})

it('after a role change, signing in again gives a new cookie with the new powers', async () => {
  const old = await city.signIn(city.phoneOf('rider'))
  await give('staff')
  const { headers, body } = await enter(city.phoneOf('rider'), old)
  expect(body.me.role).toBe('staff')
  expect(cookieIn(headers)).not.toBe(old)
  expect(headers.get('set-cookie')).toContain('Max-Age=43200')
  expect(await statusWith(city, old)).toBe(401)
})

it('signing out clears the cookie, and is no mistake twice', async () => {
  const cookie = await city.signIn(city.phoneOf('rider'))
  const left = await phoneAt(city).leave(cookie)
  expect(left.status).toBe(200)
  expect(left.headers.get('set-cookie')).toMatch(/^bee=; Max-Age=0; Path=\//)
  expect((await phoneAt(city).leave(cookie)).status).toBe(200)
})

it('a disabled account is told so, but only to who holds the phone', async () => {
  await change('rider', { disabledAt: 1 })
  const phone = city.phoneOf('rider')
  expect((await phoneAt(city).askCode(phone)).status).toBe(200)
  expect((await phoneAt(city).enter(phone, otherThan(lastCode(city, phone)))).body.code)
    .toBe('session.codeWrong')
  expect(await phoneAt(city).enter(phone, lastCode(city, phone))).toMatchObject({
    status: 403,
    body: { code: 'session.disabled' },
  })
})

it('a rider stays signed in for thirty days without opening the app, and not longer', async () => {
  const cookie = await city.signIn(city.phoneOf('rider'))
  city.time.now += 30 * DAY - 1
  expect(await statusWith(city, cookie)).toBe(200)
  city.time.now += 30 * DAY
  expect(await statusWith(city, cookie)).toBe(401)
})

it('who opens it every week signs in twice a year', async () => {
  const cookie = await city.signIn(city.phoneOf('rider'))
  const begin = city.time.now
  for (let week = 1; week <= 25; week++) {
    city.time.now = begin + week * 7 * DAY
    expect(await statusWith(city, cookie)).toBe(200)
  }
  city.time.now = begin + 180 * DAY - 1
  expect(await statusWith(city, cookie)).toBe(200)
  city.time.now += 1
  expect(await statusWith(city, cookie)).toBe(401)
})

it.each(['staff', 'unit', 'admin'] as const)(
  '%s sign in anew after twelve hours, busy or not',
  async (name) => {
    const cookie = await city.signIn(city.phoneOf(name))
    for (let hour = 1; hour < 12; hour++) {
      city.time.now += HOUR
      expect(await statusWith(city, cookie)).toBe(200)
    }
    city.time.now += HOUR
    expect(await statusWith(city, cookie)).toBe(401)
  },
)

it('a busy phone costs one note an hour, not one a request', async () => {
  const cookie = await city.signIn(city.phoneOf('rider'))
  const seenAt = async () => (await city.database.read.select().from(sessions))[0]!.seenAt
  const begin = city.time.now
  city.time.now = begin + HOUR - 1
  await statusWith(city, cookie)
  expect(await seenAt()).toBe(begin)
  city.time.now = begin + HOUR
  await statusWith(city, cookie)
  expect(await seenAt()).toBe(begin + HOUR)
})

it('sessions that are over are swept as others sign in', async () => {
  await city.signIn(city.phoneOf('staff'))
  city.time.now += 13 * HOUR
  await city.signIn(city.phoneOf('rider'))
  expect(await city.database.read.select({ accountId: sessions.accountId }).from(sessions)).toEqual([
    { accountId: city.ids.rider },
  ])
})
