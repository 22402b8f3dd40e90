import type { PersonName, TestCity } from '../../../support/city.ts'
import type { StreamEvent } from '../../../support/events.ts'
import type { Door, TestKiosk } from '../doors/door.ts'
import { createHash, randomUUID } from 'node:crypto'
import { posts } from '#server/core/posts/index.ts'
import { readPass } from '#shared/proofs/passes.ts'
import { and, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { COMMUNITY } from '../../../support/city.ts'
import { eventsIn, nextNudge } from '../../../support/events.ts'
import { accepted, freshDoor, refused } from '../doors/door.ts'

const MINUTE = 61_000

let city: TestCity
let door: Door
let kiosk: TestKiosk
freshDoor(fresh => ({ city, door, kiosk } = fresh))

type Fetch = (path: string, init?: RequestInit) => Response | Promise<Response>
interface OpenPhone { readonly fetch: Fetch, readonly events: AsyncGenerator<StreamEvent, void> }
/** Two signed-in phones of one person, each with its stream of nudges open. */
async function phonesOf(name: PersonName): Promise<OpenPhone[]> {
  const phones: OpenPhone[] = []
  for (let i = 0; i < 2; i++) {
    city.time.now += MINUTE
    const { fetch } = city.holding(await city.signIn(city.phoneOf(name)))
    const events = eventsIn(await fetch('/api/events'))
    expect((await events.next()).value).toMatchObject({ event: 'hello' })
    phones.push({ fetch, events })
  }
  return phones
}

async function endsOf(events: AsyncGenerator<StreamEvent, void>): Promise<'ended'> {
  for await (const { event } of events) expect(['nudge', 'beat']).toContain(event)
  return 'ended'
}

const photo = Buffer.from('a photo')
const requests: [what: string, ask: (fetch: Fetch) => Response | Promise<Response>][] = [
  ['a query', fetch => fetch('/api/queries/identity.me?input=%7B%7D')],
  ['a command', fetch => fetch('/api/commands', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-little-bee': '1' },
    body: JSON.stringify({ sentAt: city.time.now, commands: [] }),
  })],
  ['a photo', fetch => fetch(`/api/photos/${createHash('sha256').update(photo).digest('hex')}`, {
    method: 'PUT',
    headers: { 'x-little-bee': '1' },
    body: photo,
  })],
]

async function expectOver(phones: readonly OpenPhone[]) {
  for (const { fetch, events } of phones) {
    for (const [what, ask] of requests) expect((await ask(fetch)).status, what).toBe(401)
    expect((await fetch('/api/events')).status, 'another stream').toBe(204)
    expect(await endsOf(events)).toBe('ended')
  }
}

it('suspended: every session, every stream and every pass ends at once, at the doors too', async () => {
  const phones = await phonesOf('rider')
  const { pass, show } = await door.phone('rider')
  const atDoor = eventsIn(await city.fetchAs(kiosk.cookie)('/api/events'))
  await atDoor.next()
  const reason = '多次冒用他人通行码'
  await city.as('admin').done('people.suspend', { accountId: city.ids.rider, reason })
  await expectOver(phones)

  expect(await nextNudge(atDoor)).toContain('stations.kiosk')
  await atDoor.return()
  const { revoked } = await kiosk.ask('stations.kiosk', {})
  expect(revoked).toEqual([readPass(pass)!.message.holder])
  expect(await kiosk.admit(show())).toMatchObject(refused({ code: 'stations.passWrong' }))
  // A door that had no network opened to the pass: the keeper is told of it.
  expect(await kiosk.record(show(), city.time.now)).toMatchObject(accepted)
  expect(await door.visitsOf('rider')).toMatchObject([{ flag: 'revoked' }])
})

it('who is suspended reads why at the next sign-in, and whom to ask; restored, they sign in', async () => {
  const accountId = city.ids.rider
  const judge = { accountId, reason: '多次冒用他人通行码。' }
  await city.as('admin').done('people.suspend', judge)
  city.time.now += MINUTE
  const sentence = '这个账号已停用，原因：多次冒用他人通行码。要恢复，请联系社区工作人员或打 12345。'
  await expect(city.signIn(city.phoneOf('rider'))).rejects.toThrow(sentence)
  expect((await city.as('admin2').ask('people.one', { accountId })).suspended)
    .toEqual({ at: expect.any(Number), reason: judge.reason })
  await city.as('admin').done('people.restore', judge)
  city.time.now += MINUTE
  await city.signIn(city.phoneOf('rider'))
  expect((await city.as('admin').ask('people.one', { accountId })).suspended).toBeNull()
})

it('a post that ended a second ago is refused on every open session, and its streams end', async () => {
  for (const name of ['staff', 'unit'] as const) {
    const phones = await phonesOf(name)
    const [post] = await city.database.read.select().from(posts).where(eq(posts.accountId, city.ids[name]))
    await city.as('admin').done('people.end', { postId: post!.id, reason: '调走了' })
    city.time.now += 1_000
    await expectOver(phones)
  }
})

it('a term that ended a second ago is refused on every open session, nobody acting', async () => {
  const isTheirs = and(eq(posts.accountId, city.ids.staff), eq(posts.kind, 'staff'))
  const until = city.time.now + 10 * MINUTE
  await city.database.transact(tx => tx.update(posts).set({ until }).where(isTheirs))
  const phones = await phonesOf('staff')
  city.time.now = until + 1_000
  for (const { fetch, events } of phones) {
    for (const [what, ask] of requests) expect((await ask(fetch)).status, what).toBe(401)
    await events.return()
  }
})

it('what a rider takes up besides ends with their phone open, and opens nothing more', async () => {
  const postId = randomUUID()
  const adviser = { postId, phone: city.phoneOf('rider'), kind: 'laneAdviser' as const, scope: COMMUNITY }
  await city.as('staff').done('people.give', { ...adviser, reason: '熟悉小巷' })
  const [{ fetch, events }] = await phonesOf('rider') as [OpenPhone]
  await city.as('staff').done('people.end', { postId, reason: '搬走了' })
  const me = await (await fetch('/api/queries/identity.me?input=%7B%7D')).json() as { posts: unknown[] }
  expect(me.posts).toEqual([])
  await events.return()
})
