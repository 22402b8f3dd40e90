import type { TestCity } from '../../../support/city.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'
import { otherThan } from '../../../support/factor.ts'
import { cookiesIn, lastCode, NEWCOMER, phoneAt } from './doors.ts'

const NEXT = '13800005678'
let city: TestCity
beforeEach(async () => {
  city = await openTestCity()
})
afterEach(() => city.close())

async function enter(phone: string) {
  await phoneAt(city).askCode(phone)
  const { body, headers } = await phoneAt(city).enter(phone, lastCode(city, phone))
  return { accountId: body.me.accountId as string, cookie: cookiesIn(headers) }
}
async function post(path: string, body: object, cookie?: string) {
  const headers = { 'content-type': 'application/json' }
  const init = { method: 'POST', headers, body: JSON.stringify(body) }
  const response = await city.fetchAs(cookie)(`/api/session/${path}`, init)
  return { status: response.status, body: await response.json() }
}
/** Codes sent to both numbers. */
async function codesFor(cookie: string, phone = NEXT) {
  expect(await post('phone/code', {}, cookie)).toMatchObject({ status: 200 })
  await phoneAt(city).askCode(phone, cookie)
  return { phone, code: lastCode(city, phone), oldCode: lastCode(city, NEWCOMER) }
}

it('an account changes its number with a code to each, and is the same account by the new one', async () => {
  const { accountId, cookie } = await enter(NEWCOMER)
  const codes = await codesFor(cookie)
  const changed = await post('phone', codes, cookie)
  expect(changed).toMatchObject({ status: 200, body: { me: { accountId, phoneHint: '138****5678' } } })
  expect((await enter(NEXT)).accountId).toBe(accountId)
  expect((await enter(NEWCOMER)).accountId).not.toBe(accountId)
})

it('a change of number signs out every other phone, and pushes to none of them', async () => {
  const { cookie } = await enter(NEWCOMER)
  const others = [(await enter(NEWCOMER)).cookie, (await enter(NEWCOMER)).cookie]
  const subscribe = {
    name: 'notices.subscribe',
    input: {
      endpoint: 'https://push.example.com/old-phone',
      keys: { p256dh: `B${'A'.repeat(86)}`, auth: 'A'.repeat(22) },
    },
  }
  expect(await city.holding(others[0]!).send(subscribe)).toMatchObject([{ status: 'accepted' }])
  const nudged: unknown[] = []
  const stop = city.changes.subscribe(nudge => void nudged.push(...nudge.names))
  expect(await post('phone', await codesFor(cookie), cookie)).toMatchObject({ status: 200 })
  await expect.poll(() => nudged).toContain('identity.me') // On PostgreSQL it comes by the channel.
  stop()
  for (const other of others)
    expect((await city.fetchAs(other)('/api/queries/identity.me')).status).toBe(401)
  expect((await city.fetchAs(cookie)('/api/queries/identity.me')).status).toBe(200)
  expect(await city.database.run('select endpoint from push_subscriptions')).toEqual([])
})

it('either code wrong changes nothing, says which, and costs a guess', async () => {
  const { cookie } = await enter(NEWCOMER)
  const codes = await codesFor(cookie)
  expect(await post('phone', { ...codes, oldCode: otherThan(codes.oldCode) }, cookie))
    .toMatchObject({ status: 403, body: { code: 'session.codeWrong.old' } })
  for (const expected of ['codeWrong', 'codeWrong', 'codeWrong', 'codeWrong', 'codeSpent']) {
    const tried = await post('phone', { ...codes, code: otherThan(codes.code) }, cookie)
    expect(tried).toMatchObject({ status: 403, body: { code: `session.${expected}.new` } })
  }
  // The right one comes too late.
  expect(await post('phone', codes, cookie)).toMatchObject({ status: 403 })
})

it('a number with an account is refused in words, and only to who holds it', async () => {
  const taken = await enter(NEXT)
  const { cookie, accountId } = await enter(NEWCOMER)
  const codes = await codesFor(cookie)
  expect(await post('phone', { ...codes, code: otherThan(codes.code) }, cookie))
    .toMatchObject({ body: { code: 'session.codeWrong.new' } })
  expect(await post('phone', codes, cookie)).toMatchObject({
    status: 409,
    body: { code: 'session.phone.taken', message: expect.stringContaining('已经有账号了') },
  })
  expect(taken.accountId).not.toBe(accountId)
})

it('what is no number or no code changes nothing, and counts as no guess', async () => {
  const { accountId, cookie } = await enter(NEWCOMER)
  const codes = await codesFor(cookie)
  const malformed = { status: 400, body: { code: 'session.phoneMalformed' } }
  for (const wrong of [{ phone: '1380000' }, { code: '12345' }, { oldCode: '' }])
    expect(await post('phone', { ...codes, ...wrong }, cookie)).toMatchObject(malformed)
  expect(await post('phone/code', { solved: 'x' }, cookie)).toMatchObject(malformed)
  expect(await post('phone', codes, cookie)).toMatchObject({ status: 200, body: { me: { accountId } } })
})

it('nobody without a session, and nobody whom the city appointed, changes a number here', async () => {
  const codes = { phone: NEXT, code: '000000', oldCode: '000000' }
  for (const [path, body] of [['phone/code', {}], ['phone', codes]] as const) {
    expect(await post(path, body)).toMatchObject({ status: 401 })
    const asStaff = await city.as('staff').fetch(`/api/session/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    expect(asStaff.status).toBe(403)
  }
})
