import type { Answer } from '#shared/queries.ts'
import type { TestCity } from '../../support/city.ts'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { districtAt } from '#server/core/areas/index.ts'
import { accounts } from '#server/core/identity/index.ts'
import { checkPoints } from '#server/core/points/index.ts'
import { signups } from '#server/core/signups/index.ts'
import { entries, faults, stations, visits } from '#server/core/stations/index.ts'
import { mallItems, mallLosses, mallOrders, mallStock } from '#server/features/mall/tables.ts'
import { polls } from '#server/features/polls/tables.ts'
import { activities, volunteerHours } from '#server/features/volunteering/tables.ts'
import { buildSampleCity } from '#server/sample/build.ts'
import { doubtedStation, firstStations, stationId } from '#server/sample/stations.ts'
import { DAY_MS, dayOf, startOfDay } from '#shared/kernel/day.ts'
import { queries } from '#shared/queries.ts'
import { stationKinds } from '#shared/stations/rules.ts'
import { and, eq, gt, gte, isNotNull, like, lt } from 'drizzle-orm'
import * as v from 'valibot'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestCity } from '../../support/city.ts'
import { mayDraw } from '../../support/drawings.ts'
import { leaveAsEarlier } from './earlier.ts'

const WIRE_BYTES_MAX = 60_000
mayDraw()
let city: TestCity
beforeAll(async () => {
  city = await openTestCity()
  await city.as('rider').ask('identity.me', {}) // Signed in while the number is still theirs.
  await leaveAsEarlier(city)
  expect(await buildSampleCity(city)).toBe(true)
})
afterAll(async () => await city.close())

it('has 620 stations of three kinds, 143 of them in 汉阳区, each inside its own district', async () => {
  const all = await city.database.read.select().from(stations)
  expect(all).toHaveLength(620)
  expect(all.filter(({ areaId }) => areaId.startsWith('420105'))).toHaveLength(143)
  expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(stationKinds))
  expect(all.filter(station => districtAt(station) !== station.areaId.slice(0, 6))).toEqual([])
  expect(new Set(all.map(({ latitude, longitude }) => `${latitude} ${longitude}`)).size).toBe(620)
  expect(all.filter(({ address }) => !address.includes('示例'))).toEqual([])
})

it('keeps the stations that were there: their ids, numbers and places', async () => {
  for (const { id, number, name, latitude, longitude } of firstStations) {
    expect(await city.as('rider').ask('stations.one', { stationId: id })).toMatchObject({
      number,
      name,
      latitude,
      longitude,
    })
  }
})

it('has stations of every sort: by hours and by code, closed, with special hours and notes', async () => {
  const all = await city.database.read.select().from(stations)
  const share = (isMeant: (station: typeof all[number]) => boolean) => all.filter(isMeant).length / all.length
  expect(share(({ isSelfService }) => isSelfService)).toBeGreaterThan(0.25)
  expect(share(({ isSelfService }) => isSelfService)).toBeLessThan(0.42)
  for (const isMeant of [
    ({ shutWords }) => shutWords !== null,
    ({ exceptions }) => exceptions.length > 0,
    ({ notice }) => notice !== '',
    ({ suppliesAt }) => suppliesAt !== null,
    ({ photo }) => photo !== null,
  ] satisfies ((station: (typeof all)[number]) => boolean)[])
    expect(share(isMeant)).toBeGreaterThan(0)
  expect(all.filter(({ doubtfulSince }) => doubtfulSince !== null).map(({ id }) => id)).toEqual([
    stationId(doubtedStation),
  ])
})

it('most have somebody to call, by an invented number', async () => {
  const all = await city.database.read.select().from(stations)
  const phones = all.flatMap(({ phone }) => phone ?? [])
  expect(phones.length).toBeGreaterThan(400)
  expect(phones.length).toBeLessThan(all.length)
  expect(phones.filter(phone => !/^1380000\d{4}$/.test(phone))).toEqual([])
})

it('its busiest station sees about a hundred people a day, and every record belongs to a visit', async () => {
  const yesterday = startOfDay(dayOf(city.time.now - DAY_MS))
  const count = await city.database.read.$count(
    visits,
    and(
      eq(visits.stationId, stationId('民意街')),
      gte(visits.enteredAt, yesterday),
      lt(visits.enteredAt, yesterday + DAY_MS),
    ),
  )
  expect(count).toBeGreaterThan(80)
  expect(count).toBeLessThan(120)
  expect(await city.database.read.$count(entries)).toBe(await city.database.read.$count(visits))
  expect(await city.database.read.$count(faults, isNotNull(faults.accountId))).toBe(5)
})

it('gets goods, and orders, activities and polls in every state', async () => {
  const { read } = city.database
  expect(await read.$count(mallItems)).toBe(18)
  const states = (await read.select({ state: mallOrders.state }).from(mallOrders)).map(({ state }) => state)
  expect(new Set(states)).toEqual(new Set(['open', 'handedOver', 'cancelled', 'lapsed']))
  expect(await read.$count(mallLosses)).toBe(1)
  expect(await read.$count(activities, gt(activities.startsAt, city.time.now))).toBe(13)
  const outcomes = (await read.select().from(polls)).map(({ outcome }) => outcome ?? 'open')
  expect(outcomes.toSorted()).toEqual(['open', 'open', 'open', 'quorumMissed', 'shown'])
  expect(await read.$count(signups, eq(signups.state, 'waiting'))).toBe(3)
  expect(await read.$count(volunteerHours)).toBe(7)
  expect(await checkPoints(city.database)).toEqual([])
})

it('is told once, and nobody of it can sign in who is not printed at the start', async () => {
  const told = [accounts, stations, visits, mallItems, mallStock, mallOrders, mallLosses]
  const contents = async () =>
    await Promise.all(told.map(async table => await city.database.read.$count(table)))
  const before = await contents()
  city.time.now += 3_600_000
  expect(await buildSampleCity(city)).toBe(false)
  expect(await contents()).toEqual(before)
  expect(
    await city.database.read.$count(
      accounts,
      and(like(accounts.name, '示例骑手%'), isNotNull(accounts.phone)),
    ),
  ).toBe(0)
})

const listAs = async (encoding: string, known?: string) =>
  await city
    .as('rider')
    .fetch('/api/queries/stations.all?input=%7B%7D', {
      headers: { 'accept-encoding': encoding, ...(known !== undefined && { 'if-none-match': known }) },
    })

it('the whole list weighs at most 60 kB on the wire, in either encoding', async () => {
  for (const [encoding, unpack] of [['br', brotliDecompressSync], ['gzip', gunzipSync]] as const) {
    const response = await listAs(encoding)
    expect([response.status, response.headers.get('content-encoding'), response.headers.get('vary')]).toEqual(
      [200, encoding, 'cookie, accept-encoding'],
    )
    const bytes = new Uint8Array(await response.arrayBuffer())
    expect(bytes.length).toBeLessThanOrEqual(WIRE_BYTES_MAX)
    const list = v.parse(
      queries['stations.all'].output,
      JSON.parse(unpack(bytes).toString()),
    ) as Answer<'stations.all'>
    expect(list.stations).toHaveLength(620)
  }
})

it('whoever takes no encoding gets it plain, and whoever has it already gets nothing', async () => {
  const plain = await listAs('identity')
  expect([plain.headers.get('content-encoding'), (await plain.json()).stations.length]).toEqual([null, 620])
  const packed = await listAs('br, gzip')
  expect((await listAs('br, gzip', packed.headers.get('etag')!)).status).toBe(304)
  expect((await listAs('gzip', packed.headers.get('etag')!)).status).toBe(304)
})

it('small answers stay as they are', async () => {
  const response = await city
    .as('rider')
    .fetch('/api/queries/identity.me?input=%7B%7D', { headers: { 'accept-encoding': 'br, gzip' } })
  expect([response.status, response.headers.get('content-encoding'), (await response.json()).role]).toEqual([
    200,
    null,
    'courier',
  ])
})
