import type { TestCity } from '../../../support/city.ts'
import { buildEvents } from '#server/http/events.ts'
import { requireSession } from '#server/http/session.ts'
import { Hono } from 'hono'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'
import { eventsIn } from '../../../support/events.ts'
import { lastCode, statusWith } from './doors.ts'

const WECHAT = 'Mozilla/5.0 (Linux; Android 14; V2309A) AppleWebKit/537.36 Chrome/116.0 Mobile Safari/537.36 '
  + 'XWEB/1160065 MMWEBSDK/20231202 MicroMessenger/8.0.47'
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 '
  + 'Safari/604.1'
const MINUTE = 60_000
let city: TestCity
beforeEach(async () => {
  city = await openTestCity({ TRUST_PROXY: '1' })
})
afterEach(() => city.close())

/** Signs the rider in with a browser from an address. */
async function signIn(agent: string, address: string): Promise<string> {
  const phone = city.phoneOf('rider')
  const post = async (path: string, body: object) => await city.fetchAs(undefined)(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': agent, 'x-forwarded-for': address },
    body: JSON.stringify(body),
  })
  await post('/api/session/code', { phone })
  const signed = await post('/api/session', { phone, code: lastCode(city, phone) })
  return signed.headers.getSetCookie().find(line => line.startsWith('bee='))!.split(';')[0]!
}

/** The first of one's other sessions. */
const otherThan = async (cookie: string): Promise<string> =>
  (await city.holding(cookie).ask('identity.sessions', {})).find(({ isThis }) => !isThis)!.id

it('one sees where one is signed in: device, coarse network, since when, and which is this', async () => {
  const begin = city.time.now
  const old = await signIn(WECHAT, '203.0.113.77')
  city.time.now += 10 * MINUTE
  const here = await signIn(IPHONE, '2001:db8:1:2::99')
  const seen = await city.holding(here).ask('identity.sessions', {})
  expect(seen).toMatchObject([
    { device: 'iPhone · Safari', network: '2001:db8:*', since: city.time.now, isThis: true },
    { device: 'Android 手机 · 微信', network: '203.0.*', since: begin, seenAt: begin, isThis: false },
  ])
  expect(await city.holding(old).ask('identity.sessions', {})).toMatchObject([
    { id: seen[0]!.id, isThis: false },
    { id: seen[1]!.id, isThis: true },
  ])
  const stored = JSON.stringify(await city.database.run('select * from sessions'))
  expect(stored).not.toContain('113.77')
  expect(stored).not.toContain('V2309A')
})

it('a device that is signed out is out at its next request, and no other is', async () => {
  const [lost, here] = [await signIn(WECHAT, '203.0.113.7'), await signIn(IPHONE, '203.0.113.7')]
  const command = {
    id: crypto.randomUUID(),
    name: 'identity.endSessions',
    input: { sessionId: await otherThan(here) },
  }
  const replies = await city.holding(here).send(command)
  expect(replies).toMatchObject([{ status: 'accepted' }])
  expect(await city.holding(here).send(command)).toEqual(replies)
  expect([await statusWith(city, lost), await statusWith(city, here)]).toEqual([401, 200])
})

it('a device that is signed out gets no push any more; the others keep theirs', async () => {
  const [lost, here] = [await signIn(WECHAT, '203.0.113.7'), await signIn(IPHONE, '203.0.113.7')]
  const keys = { p256dh: 'B'.repeat(87), auth: 'a'.repeat(22) }
  for (const [cookie, name] of [[lost, 'lost'], [here, 'here']] as const)
    await city.holding(cookie).done('notices.subscribe', { endpoint: `https://push.example/${name}`, keys })
  await city.as('rider2').done('notices.subscribe', { endpoint: 'https://push.example/other', keys })
  const pushes = async () => (await city.database.run('select endpoint from push_subscriptions order by 1'))
    .map(({ endpoint }) => String(endpoint).split('/').at(-1))
  await city.holding(here).done('identity.endSessions', { sessionId: await otherThan(here) })
  expect(await pushes()).toEqual(['here', 'other'])
  await city.holding(here).done('identity.endSessions', { sessionId: null })
  expect(await pushes()).toEqual(['other'])
})

it('all devices at once, this one too, and nobody else\'s', async () => {
  const [lost, here] = [await signIn(WECHAT, '203.0.113.7'), await signIn(IPHONE, '203.0.113.7')]
  const another = await city.signIn(city.phoneOf('rider2'))
  await city.holding(here).done('identity.endSessions', { sessionId: null })
  expect([await statusWith(city, lost), await statusWith(city, here), await statusWith(city, another)])
    .toEqual([401, 401, 200])
})

it('nobody ends another\'s session, and no word means all of them', async () => {
  const [mine] = await city.as('rider').ask('identity.sessions', {})
  await city.as('rider2').done('identity.endSessions', { sessionId: mine!.id })
  expect(await city.as('rider').ask('identity.sessions', {})).toHaveLength(1)
  expect(await city.as('rider2').send({ name: 'identity.endSessions', input: { sessionId: 'all' } }))
    .toMatchObject([{ status: 'malformed' }])
})

it('the stream of a session that was ended closes at once, long before its next heartbeat', async () => {
  const app = new Hono().use(requireSession(city)).route('/', buildEvents(city, 3_600_000))
  const [lost, here] = [await signIn(WECHAT, '203.0.113.7'), await signIn(IPHONE, '203.0.113.7')]
  const events = eventsIn(await app.request('/', { headers: { cookie: lost } }))
  expect(await events.next()).toMatchObject({ value: { event: 'hello' } })
  await city.holding(here).done('identity.endSessions', { sessionId: null })
  for await (const { event } of events) expect(['beat', 'nudge']).toContain(event)
})
