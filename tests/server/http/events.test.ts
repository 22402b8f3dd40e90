import type { StreamEvent } from '../../support/events.ts'
import { buildEvents } from '#server/http/events.ts'
import { requireSession } from '#server/http/session.ts'
import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestCity } from '../../support/city.ts'
import { eventsIn, nextNudge } from '../../support/events.ts'

const STREAMS_MAX = 6
let city: Awaited<ReturnType<typeof openTestCity>>
const open: AsyncGenerator<StreamEvent, void>[] = []
beforeEach(async () => {
  city = await openTestCity()
})
afterEach(async () => {
  for (const events of open.splice(0)) await events.return()
  await city.close()
})

/** Listens to an answer; resolves once the server has said hello, and so hears every change from then on. */
async function hear(answer: Response) {
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream'])
  const events = eventsIn(answer)
  open.push(events)
  expect(await events.next()).toEqual({ done: false, value: { event: 'hello', data: '' } })
  return events
}
const listen = async (name: Parameters<typeof city.as>[0]) =>
  await hear(await city.as(name).fetch('/api/events'))

describe('the stream of nudges', () => {
  it('needs a session', async () => {
    for (const cookie of [undefined, 'bee=made-up'])
      expect((await city.fetchAs(cookie)('/api/events')).status).toBe(204)
  })

  it('names what concerns the person, and nothing that concerns others', async () => {
    const [mine, theirs] = [await listen('rider'), await listen('rider2')]
    await city.changes.publish([
      { to: city.ids.rider2, names: ['voices.mine'] },
      { to: city.ids.rider, names: ['points.mine'] },
    ])
    expect(await nextNudge(mine)).toEqual(['points.mine'])
    expect(await nextNudge(theirs)).toEqual(['voices.mine'])
  })

  it('names public queries to everybody, as far as their role may ask them', async () => {
    const [rider, admin] = [await listen('rider'), await listen('admin')]
    await city.changes.publish([
      { to: '*', names: ['desk.complaints', 'mall.items', 'stations.kiosk', 'points.desk'] },
    ])
    expect(await nextNudge(rider)).toEqual(['mall.items'])
    expect(await nextNudge(admin)).toEqual(['desk.complaints', 'mall.items', 'points.desk'])
  })

  it('sends nudges of the same moment together, each name once, but those of doors at once', async () => {
    const mine = await listen('rider')
    await city.changes.publish([
      { to: city.ids.rider, names: ['points.mine', 'notices.mine'] },
      { to: '*', names: ['notices.mine', 'stations.entry'] },
    ])
    expect(await nextNudge(mine)).toEqual(['stations.entry'])
    expect(await nextNudge(mine)).toEqual(['points.mine', 'notices.mine'])
  })

  it('names the queries that a command has changed', async () => {
    const mine = await listen('rider')
    await city
      .as('rider')
      .send({
        name: 'voices.complain',
        input: { complaintId: crypto.randomUUID(), text: '灯太暗', page: 'home' },
      })
    expect(await nextNudge(mine)).toContain('voices.mine')
  })

  it(`is open on ${STREAMS_MAX} pages of one person at most; closing one makes space`, async () => {
    const secondPhone = city.holding(await city.signIn(city.phoneOf('rider')))
    const pages = [await hear(await secondPhone.fetch('/api/events'))]
    while (pages.length < STREAMS_MAX) pages.push(await listen('rider'))
    for (const phone of [city.as('rider'), secondPhone]) {
      const answer = await phone.fetch('/api/events')
      expect([answer.status, (await answer.json()).code]).toEqual([429, 'events.tooMany'])
    }
    await listen('rider2')
    await pages[0]!.return()
    await expect.poll(async () => {
      const answer = await city.as('rider').fetch('/api/events')
      if (answer.ok) await hear(answer)
      return answer.status
    }).toBe(200)
    expect((await city.as('rider').fetch('/api/events')).status).toBe(429)
  })

  it(`does not open by HEAD: after ${3 * STREAMS_MAX} of them a page still listens`, async () => {
    for (let i = 0; i < 3 * STREAMS_MAX; i++) {
      const answer = await city.as('rider').fetch('/api/events', { method: 'HEAD' })
      expect([answer.status, answer.headers.get('content-type'), await answer.text()])
        .toEqual([200, 'text/event-stream', ''])
    }
    await listen('rider')
  })

  const endings: [how: string, end: (cookie: string) => unknown][] = [
    ['signed out', cookie => city.fetchAs(cookie)('/api/session', { method: 'DELETE' })],
    ['been away too long', () => city.time.now += 400 * 86_400_000],
  ]
  it.each(endings)('ends by itself when its reader has %s', async (_, end) => {
    const app = new Hono().use(requireSession(city)).route('/', buildEvents(city, 10))
    const cookie = await city.signIn(city.phoneOf('rider'))
    const events = await hear(await app.request('/', { headers: { cookie } }))
    expect(await events.next()).toMatchObject({ value: { event: 'beat' } })
    await end(cookie)
    for await (const { event } of events) expect(event).toBe('beat')
    expect((await app.request('/', { headers: { cookie } })).status).toBe(401)
  })
})
