import type { PersonName, TestCity } from '../../../support/city.ts'
import type { StreamEvent } from '../../../support/events.ts'
import { randomUUID } from 'node:crypto'
import { endPosts } from '#server/core/posts/index.ts'
import { stations } from '#server/core/stations/index.ts'
import { describe, expect, it } from 'vitest'
import { COMMUNITY, ELSEWHERE, STREET, UNITS } from '../../../support/city.ts'
import { eventsIn, nextNudge } from '../../../support/events.ts'
import { freshCity } from '../../../support/fresh-city.ts'
import { STATIONS } from '../../../support/journeys/people.ts'
import { givePost } from '../../../support/posts.ts'
import { streetOf } from '../../features/reports/street.ts'

const HOUR = 3_600_000

let city: TestCity
let street: ReturnType<typeof streetOf>
freshCity(async (opened) => {
  city = opened
  street = streetOf(opened)
  await city.database.transact(tx => tx.insert(stations).values(Object.values(STATIONS)))
})

const phoneOf = async (name: PersonName) => city.holding(await city.signIn(city.phoneOf(name)))
type Phone = Awaited<ReturnType<typeof phoneOf>>
const statusOf = async (phone: Phone, query: string, input = '{}') =>
  (await phone.fetch(`/api/queries/${query}?input=${encodeURIComponent(input)}`)).status
const deskOf = async (phone: Phone) => await statusOf(phone, 'desk.reports', '{"view":"todo"}')
const accept = async (phone: Phone, reportId: string) => {
  const { now } = city.time
  const input = { reportId, to: 'accepted' }
  return (await phone.sendBatch(now, [{ id: randomUUID(), name: 'reports.move', input, madeAt: now }])).status
}
const heldBy = async (phone: Phone) => (await phone.ask('identity.me', {})).posts?.map(({ kind }) => kind)

describe('a term', () => {
  it('ends by itself at its minute: every open session is over, and the next one has no post', async () => {
    const until = city.time.now + 3 * HOUR
    await givePost(city.database, { accountId: city.ids.rider3, kind: 'staff', scope: STREET, until })
    const reportId = await street.file('rider')
    const phones = [await phoneOf('rider3'), await phoneOf('rider3')]
    city.time.now = until - 1
    for (const phone of phones) expect(await deskOf(phone)).toBe(200)
    expect((await phones[0]!.ask('identity.me', {})).posts).toMatchObject([{ kind: 'staff', until }])

    city.time.now = until
    for (const phone of phones) {
      expect(await deskOf(phone)).toBe(401)
      expect(await accept(phone, reportId)).toBe(401)
    }
    expect(await street.stateOf(reportId)).toBe('filed')
    const after = await phoneOf('rider3')
    expect([await deskOf(after), await heldBy(after)]).toEqual([403, []])
  })

  it('begins at its minute, and that ends the sessions of before', async () => {
    const from = city.time.now + HOUR
    await givePost(city.database, { accountId: city.ids.rider3, kind: 'staff', scope: STREET, from })
    const before = await phoneOf('rider3')
    city.time.now = from - 1
    expect([await deskOf(before), await heldBy(before)]).toEqual([403, []])
    city.time.now = from
    expect(await deskOf(before)).toBe(401)
    expect(await deskOf(await phoneOf('rider3'))).toBe(200)
  })

  it('of a standing post begins and ends without another sign-in', async () => {
    const [from, until] = [city.time.now + HOUR, city.time.now + 2 * HOUR]
    const given = { accountId: city.ids.rider3, kind: 'laneAdviser', scope: COMMUNITY, from, until } as const
    const rider = await phoneOf('rider3')
    await givePost(city.database, given)
    expect(await heldBy(rider)).toEqual([])
    city.time.now = from
    expect(await heldBy(rider)).toEqual(['laneAdviser'])
    expect((await rider.ask('identity.me', {})).role).toBe('courier')
    city.time.now = until
    expect(await heldBy(rider)).toEqual([])
  })
})

describe('a post that was ended a second ago', () => {
  const end = async (name: PersonName) => {
    await city.database.transact(tx => endPosts(tx, city.ids[name], { now: city.time.now, by: null }))
    city.time.now += 1000
  }

  it('permits nothing any more, in any session', async () => {
    const reportId = await street.file('rider')
    const phones = [await phoneOf('staff'), await phoneOf('staff')]
    for (const phone of phones) expect(await deskOf(phone)).toBe(200)
    city.time.now += 1000
    await end('staff')
    for (const phone of phones) {
      expect(await deskOf(phone)).toBe(401)
      expect(await accept(phone, reportId)).toBe(401)
    }
    expect(await street.stateOf(reportId)).toBe('filed')
  })

  it('brings no more nudges on an open stream', async () => {
    const until = city.time.now + HOUR
    await givePost(city.database, { accountId: city.ids.rider3, kind: 'staff', scope: STREET, until })
    const stream = await (await phoneOf('rider3')).fetch('/api/events')
    const events: AsyncGenerator<StreamEvent, void> = eventsIn(stream)
    await events.next() // Hello.
    await city.changes.publish([{ to: '*', names: ['desk.reports', 'mall.items'] }])
    expect(await nextNudge(events)).toEqual(['desk.reports', 'mall.items'])
    city.time.now = until
    await city.changes.publish([{ to: '*', names: ['desk.reports', 'mall.items'] }])
    expect(await nextNudge(events)).toEqual(['mall.items'])
    await city.changes.publish([{ to: city.ids.rider3, names: ['identity.me'] }])
    for await (const { event, data } of events) expect(event === 'nudge' ? data : '').not.toContain('desk')
  })
})

describe('two posts at once', () => {
  it('see both scopes\' things and nothing else', async () => {
    const held = { accountId: city.ids.rider3, from: 0 }
    await givePost(city.database, { ...held, kind: 'keeper', scope: STATIONS.near.id })
    await givePost(city.database, { ...held, kind: 'staff', scope: ELSEWHERE })
    const here = await street.file('rider', { areaId: COMMUNITY })
    const there = await street.file('rider', { areaId: ELSEWHERE })
    const phone = await phoneOf('rider3')
    const { role, posts } = await phone.ask('identity.me', {})
    expect([role, posts?.map(({ kind, scopeName }) => [kind, scopeName])]).toEqual(['staff', [
      ['keeper', STATIONS.near.name],
      ['staff', expect.stringContaining('汉阳区')],
    ]])
    const desk = await phone.ask('desk.reports', { view: 'todo' })
    expect(desk.reports.map(({ id }) => id)).toEqual([there])
    const counter = await phone.ask('mall.desk', {})
    expect(counter.stations.map(({ station }) => station.id)).toEqual([STATIONS.near.id])
    expect(await phone.refused('reports.move', { reportId: here, to: 'accepted' }))
      .toEqual({ code: 'command.notYourArea' })
    expect(await phone.refused('stations.keep', { stationId: STATIONS.far.id, notice: '关门' }))
      .toEqual({ code: 'stations.notYours' })
    expect(await phone.refused('mall.handOver', { code: '123456', stationId: STATIONS.far.id }))
      .toEqual({ code: 'mall.notYourStation' })
  })

  it('on one report choose the part to act in; without a choice they act as staff', async () => {
    const held = { accountId: city.ids.rider3, from: 0 }
    await givePost(city.database, { ...held, kind: 'unit', scope: UNITS.roads })
    await givePost(city.database, { ...held, kind: 'staff', scope: STREET })
    const reportId = await street.bring(await street.file('rider'), 'accepted', 'assigned')
    const phone = await phoneOf('rider3')
    expect((await phone.ask('reports.one', { reportId })).desk?.parts).toEqual(['staff', 'unit'])
    const listed = async (as?: 'staff' | 'unit') =>
      (await phone.ask('desk.reports', { view: 'todo', ...as && { as } })).reports.length
    expect([await listed(), await listed('staff'), await listed('unit')]).toEqual([0, 0, 1])
    expect(await phone.refused('reports.move', { reportId, to: 'working' }))
      .toMatchObject({ code: 'reports.moveNotAllowed' })
    await phone.done('reports.move', { reportId, to: 'working', as: 'unit' })
    const { timeline, state } = await phone.ask('reports.one', { reportId })
    expect([state, timeline.at(-1)?.by]).toEqual(['working', 'unit'])
    expect(await city.as('staff').refused('reports.move', { reportId, to: 'working', as: 'unit' }))
      .toMatchObject({ code: 'command.notYourArea' })
  })
})
