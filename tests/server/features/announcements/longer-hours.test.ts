import type { TestCity } from '../../../support/city.ts'
import type { Door, TestKiosk } from '../doors/door.ts'
import { randomUUID } from 'node:crypto'
import { wasClosed } from '#server/core/stations/index.ts'
import { dayOf, startOfDay } from '#shared/kernel/day.ts'
import { listedFacts, stateAt } from '#shared/stations/rules.ts'
import { beforeEach, expect, it } from 'vitest'
import { COMMUNITY } from '../../../support/city.ts'
import { accepted, freshDoor, STATIONS } from '../doors/door.ts'
import { announce, HOUR } from './announced.ts'

let city: TestCity
let door: Door
let kiosk: TestKiosk
freshDoor(async (given) => {
  ({ city, door } = given)
})
const market = STATIONS.market
const closed = { status: 'refused', refusal: { code: 'stations.closed' } }
const stationTimes = { opens: 20 * 60, closes: 26 * 60 }
/** Nine in the evening, when nobody is at the market's station. */
beforeEach(async () => {
  city.time.now = startOfDay(dayOf(city.time.now)) + 21 * HOUR
  kiosk = await door.kiosk('market')
})
const enter = async () =>
  await city.as('rider').sendOne('stations.enter', { entryId: randomUUID(), code: kiosk.code() })
const near = async () => (await city.as('rider').ask('stations.near', {
  place: { latitude: market.latitude, longitude: market.longitude },
  needs: ['open'],
})).map(({ id }) => id)
/** What a phone works out from the list of all. */
async function listed() {
  const { stations, ...times } = await city.as('rider').ask('stations.all', {})
  const row = stations.find(({ id }) => id === market.id)!
  return stateAt(listedFacts(row, times), city.time.now)
}

it('opens doors, lists, searches and the tablet at once, and ends with the announcement', async () => {
  expect(await enter()).toMatchObject(closed)
  expect(await near()).not.toContain(market.id)
  const { announcementId } = await announce(city, { areaId: COMMUNITY, stationTimes })
  expect(await near()).toContain(market.id)
  expect(await listed()).toBe('open')
  const told = { areaId: COMMUNITY, ...stationTimes }
  expect((await city.as('rider').ask('stations.one', { stationId: market.id })).longer).toMatchObject([told])
  expect((await kiosk.ask('stations.kiosk', {})).station.longer).toMatchObject([told])
  expect(await enter()).toMatchObject(accepted)

  city.time.now += HOUR
  await city.as('staff').done('announcements.end', { announcementId, words: '雨停了' })
  expect(await enter()).toMatchObject(closed)
  expect([await near(), await listed()]).toEqual([expect.not.arrayContaining([market.id]), 'closed'])
  // Who came by then, and was told of late, came while it was open.
  const station = await door.stationNow('market')
  const { read } = city.database
  expect(await wasClosed(read, station, city.time.now - HOUR)).toBe(false)
  expect(await wasClosed(read, station, city.time.now)).toBe(true)
})

it('a correction holds from then on; the station\'s own hours stay its keeper\'s', async () => {
  const before = await door.stationNow('market')
  const { plan } = await announce(city, { areaId: COMMUNITY, stationTimes })
  const [{ changedAt: seen } = { changedAt: 0 }] =
    (await city.as('staff').ask('announcements.desk', {})).announcements
  city.time.now += HOUR
  await city.as('staff').done('announcements.publish', { ...plan, stationTimes: null, seen })
  expect(await enter()).toMatchObject(closed)
  expect(await door.stationNow('market')).toEqual(before)
})

it('opens nothing in another area, nor what its keeper has shut', async () => {
  await announce(city, { areaId: COMMUNITY, stationTimes })
  await door.changeStation('market', { shutWords: '消毒' })
  expect(await enter()).toMatchObject({ ...closed, refusal: { words: '消毒' } })
  await door.changeStation('market', { shutWords: null, areaId: '420104001001' })
  expect([await enter(), await listed()]).toMatchObject([closed, 'closed'])
})
