import type { TestCity } from '../../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { audit } from '#server/core/audit/index.ts'
import { findStation, wasClosed } from '#server/core/stations/index.ts'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { COMMUNITY, ELSEWHERE, STREET } from '../../../support/city.ts'
import { freshCity } from '../../../support/fresh-city.ts'
import { doorOf, STATIONS } from '../doors/door.ts'
import { basicsOf, someStation, WEEK } from './made-stations.ts'

let city: TestCity
freshCity(async (given) => {
  city = given
  await doorOf(city)
})
const all = async () => (await city.as('rider').ask('stations.all', {})).stations
const detail = async (stationId: string, by: 'admin' | 'staff' = 'admin') =>
  await city.as(by).ask('stations.detail', { stationId })
const about = { stationId: STATIONS.lake.id }

describe('a new station', () => {
  it('stands in the list that every phone saves, which is nudged, and in its own query', async () => {
    const told = new Set<string>()
    const stop = city.changes.subscribe(({ to, names }) =>
      void (to === '*' && names.forEach(name => told.add(name))))
    const made = someStation()
    await city.as('staff').done('stations.make', made)
    await expect.poll(() => told).toContain('stations.all')
    stop()
    expect(await all()).toContainEqual({
      id: made.stationId,
      number: 700,
      name: '永丰驿站',
      kind: 'shared',
      areaId: COMMUNITY,
      address: '永丰路 7 号',
      latitude: 30.5801,
      longitude: 114.2702,
      facilities: 3,
      isSelfService: false,
      week: expect.any(Number),
    })
    expect(await city.as('rider').ask('stations.one', about)).toMatchObject({ number: 103 })
    expect(await detail(made.stationId)).toMatchObject({
      areaId: COMMUNITY,
      basicsAt: city.time.now,
      station: { name: '永丰驿站', week: WEEK, phone: '02785880000' },
      keepers: [],
    })
    const lines = await city.database.read.select().from(audit).where(eq(audit.act, 'stations.make'))
    expect(lines).toMatchObject([{ areaId: COMMUNITY, reason: '700 永丰驿站', actorId: city.ids.staff }])
  })

  it('is made once, however often it is sent', async () => {
    const made = someStation()
    expect(await city.as('admin').fiveTimes('stations.make', made)).toMatchObject({ status: 'accepted' })
    expect((await all()).filter(({ number }) => number === 700)).toHaveLength(1)
    expect(await city.as('admin').refused('stations.make', made)).toEqual({ code: 'stations.idTaken' })
  })

  it('has a number of its own', async () => {
    const taken = someStation({ number: STATIONS.bridge.number })
    expect(await city.as('admin').refused('stations.make', taken)).toEqual({ code: 'stations.numberTaken' })
    const [one, two] = [someStation(), someStation()]
    const replies = await Promise.all([
      city.as('admin').sendOne('stations.make', one),
      city.as('admin2').sendOne('stations.make', two),
    ])
    expect(replies.map(({ status }) => status).toSorted()).toEqual(['accepted', 'refused'])
  })

  it('lies in an area of whoever makes it, in a street at least, and in the city', async () => {
    const elsewhere = someStation({ areaId: ELSEWHERE })
    expect(await city.as('staff').refused('stations.make', elsewhere))
      .toEqual({ code: 'command.notYourArea' })
    await city.as('staffElsewhere').done('stations.make', elsewhere)
    for (const areaId of ['420103', '4201', '420103999']) {
      expect(await city.as('admin').refused('stations.make', someStation({ number: 701, areaId })))
        .toEqual({ code: 'stations.areaUnknown' })
    }
    const turned = someStation({ number: 702, place: { latitude: 114.27, longitude: 30.58 } })
    expect(await city.as('admin').sendOne('stations.make', turned)).toMatchObject({ status: 'malformed' })
    expect(await city.as('keeper').refused('stations.make', someStation({ number: 703 })))
      .toEqual({ code: 'command.notForYourRole' })
  })
})

describe('what the city says of a station', () => {
  it('changes as a whole, and its hours, notice and telephone stay', async () => {
    const made = someStation()
    await city.as('admin').done('stations.make', made)
    await city.as('admin').done('stations.keep', { stationId: made.stationId, notice: '热水在左手边' })
    const before = await detail(made.stationId, 'staff')
    city.time.now += 1
    const change = { ...basicsOf(made), name: '永丰新驿站', facilities: [], isSelfService: true, areaId: STREET }
    await city.as('staff').done('stations.change', { ...change, seen: before.basicsAt })
    expect(await detail(made.stationId)).toEqual({
      ...before,
      areaId: STREET,
      basicsAt: city.time.now,
      station: {
        ...before.station,
        name: '永丰新驿站',
        facilities: 0,
        isSelfService: true,
        areaName: '江汉区 · 民意街街道',
      },
    })
  })

  it('is never overwritten by somebody who has not seen the last version', async () => {
    const made = someStation()
    await city.as('admin').done('stations.make', made)
    const { basicsAt: seen } = await detail(made.stationId)
    city.time.now += 1000
    const change = { ...basicsOf(made), seen }
    await city.as('admin').done('stations.change', { ...change, address: '永丰路 8 号' })
    expect(await city.as('admin2').refused('stations.change', { ...change, name: '别的名字' }))
      .toMatchObject({ code: 'command.changedMeanwhile', at: city.time.now })
    expect((await detail(made.stationId)).station).toMatchObject({ name: '永丰驿站', address: '永丰路 8 号' })
    const seenBoth = { ...change, seen: city.time.now }
    city.time.now += 1000
    const replies = await Promise.all([
      city.as('admin').sendOne('stations.change', { ...seenBoth, name: '甲' }),
      city.as('admin2').sendOne('stations.change', { ...seenBoth, name: '乙' }),
    ])
    expect(replies.map(({ status }) => status).toSorted()).toEqual(['accepted', 'refused'])
  })

  it('is changed by people who work for its area, and moved only to an area of theirs', async () => {
    const { station, basicsAt: seen } = await detail(STATIONS.bridge.id)
    const change = {
      ...basicsOf(someStation()),
      stationId: station.id,
      seen,
    }
    expect(await city.as('staffElsewhere').refused('stations.change', change))
      .toEqual({ code: 'command.notYourArea' })
    expect(await city.as('staff').refused('stations.change', { ...change, areaId: ELSEWHERE }))
      .toEqual({ code: 'command.notYourArea' })
    const nowhere = await city.as('staffElsewhere').fetch(
      `/api/queries/stations.detail?input=${encodeURIComponent(JSON.stringify({ stationId: station.id }))}`,
    )
    expect([nowhere.status, await nowhere.text()]).toEqual([404, expect.not.stringContaining('桥头')])
    const unknown = { ...change, stationId: randomUUID() }
    expect(await city.as('admin').refused('stations.change', unknown)).toEqual({ code: 'stations.unknown' })
  })

  it('staff of its area set its hours and close it, but see no pairing codes or suspensions', async () => {
    await city.as('staff').done('stations.keep', {
      stationId: STATIONS.market.id,
      hours: { week: WEEK.map(() => null), exceptions: [] },
      shut: { words: '装修' },
    })
    expect((await detail(STATIONS.market.id)).station)
      .toMatchObject({ shut: '装修', week: WEEK.map(() => null) })
    await city.as('admin').done('stations.inviteKiosk', {
      inviteId: randomUUID(),
      stationId: STATIONS.market.id,
      label: '门口',
    })
    await city.as('admin').done('stations.suspend', {
      phone: city.phoneOf('rider'),
      until: city.time.now + 1_000_000,
      words: '核实中',
    })
    const theirs = await city.as('staff').ask('stations.book', {})
    const admins = await city.as('admin').ask('stations.book', {})
    expect(theirs.stations.map(({ number }) => number)).toEqual([101, 102])
    expect([theirs.invites, theirs.suspended]).toEqual([[], []])
    expect([admins.invites.length, admins.suspended.length]).toEqual([1, 1])
  })

  it('whether it was open is judged by what it was then', async () => {
    city.time.now = Date.parse('2026-11-23T15:00:00Z') // 23:00 in Shanghai: nobody is there.
    const { station: { id: stationId }, basicsAt: seen } = await detail(STATIONS.bridge.id)
    const change = { ...basicsOf(someStation({ stationId })), isSelfService: false, seen }
    await city.as('admin').done('stations.change', change)
    const { read } = city.database
    const station = await findStation(read, stationId)
    expect(await wasClosed(read, station, city.time.now - 60_000)).toBe(false)
    expect(await wasClosed(read, station, city.time.now)).toBe(true)
  })
})

it('a station\'s keepers are named to its desk, and an admin may end their posts', async () => {
  const { keepers } = await detail(STATIONS.bridge.id)
  expect(keepers).toMatchObject([{ accountId: city.ids.keeper, mayEnd: true, until: null }])
  expect((await detail(STATIONS.bridge.id, 'staff')).keepers).toMatchObject([{ mayEnd: false }])
  await city.as('admin').done('people.end', { postId: keepers[0]!.id, reason: '离任' })
  expect((await detail(STATIONS.bridge.id)).keepers).toEqual([])
})
