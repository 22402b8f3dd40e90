import type { Need } from '#shared/stations/rules.ts'
import type { TestCity } from '../../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { factsOf, nearestOpen, stations } from '#server/core/stations/index.ts'
import { plantTree } from '#server/features/stations/finding/plant-tree.ts'
import { groupsOf } from '#shared/doors/rules.ts'
import { distanceM } from '#shared/kernel/geo.ts'
import { bitOf, meetsNeeds, nearestOf, stateAt } from '#shared/stations/rules.ts'
import { around } from 'geokdbush'
import { beforeAll, expect, it } from 'vitest'
import { COMMUNITY, openTestCity } from '../../../support/city.ts'

// So many that they are read in pages and sorted in turns, and a walk through all of them for something rare
// is given up.
const MANY = 25_000
const week = (from: number, until: number) => Array.from({ length: 7 }, () => [from, until] as const)
const [early, morning] = [week(0, 1020), week(540, 720)]
const breaks = [{ day: '2026-11-23', span: null, words: '换行\n和\t制表' }]
let city: TestCity
let all: (typeof stations.$inferSelect)[]

/**
 * Half have water and the other half a toilet; of ten thousand one has first aid; microwaves are in the west
 * only. One in three is open until five in the afternoon, others in the morning, a few always.
 */
function stationAt(at: number): typeof stations.$inferInsert {
  const [south, west] = [((at * 7919) % 100_003) / 100_003, ((at * 10_472) % 100_003) / 100_003]
  const offered =
    bitOf(at % 2 === 0 ? 'water' : 'toilet')
    + (at % 10_007 === 5 ? bitOf('firstAid') : 0)
    + (west < 0.3 ? bitOf('microwave') : 0)
  const [hours, exceptions] = [at % 3 === 0 ? early : morning, at % 1000 === 1 ? breaks : []]
  return {
    id: randomUUID(),
    name: `驿站 ${at}`,
    areaId: COMMUNITY,
    latitude: 30 + south,
    longitude: 113 + west,
    address: '',
    number: at,
    facilities: offered,
    isSelfService: at % 5001 === 7,
    week: hours,
    exceptions,
  }
}

beforeAll(async () => {
  city = await openTestCity()
  const made = Array.from({ length: MANY }, (_, at) => stationAt(at + 1))
  await city.database.transact(async (tx) => {
    for (let from = 0; from < MANY; from += 500)
      await tx.insert(stations).values(made.slice(from, from + 500))
  })
  all = await city.database.read.select().from(stations)
  return () => city.close()
})

const places = [
  { latitude: 30.5, longitude: 113.5 },
  { latitude: 30.2, longitude: 113.95 },
  { latitude: 31.4, longitude: 112 },
]
async function sameAsLookingAtEveryOne(needs: Need[], count = 10) {
  const meeting = all.filter(station =>
    meetsNeeds({ ...factsOf(station, []), facilities: station.facilities }, needs, city.time.now))
  for (const place of places) {
    const expected = meeting
      .map(station => Math.round(distanceM(place, station)))
      .sort((a, b) => a - b)
      .slice(0, 10)
    expect(expected).toHaveLength(count)
    for (let twice = 0; twice < 2; twice++) {
      expect(
        (await city.as('rider').ask('stations.near', { place, needs })).map(({ metres }) => metres),
        needs.join(),
      ).toEqual(expected)
    }
  }
}

it('the nearest of many thousands are the same as by looking at every one', async () => {
  await sameAsLookingAtEveryOne([])
  await sameAsLookingAtEveryOne(['water'])
  await sameAsLookingAtEveryOne(['open', 'toilet'])
})

it('so are those with something that hardly any has, that is far away, or that none has', async () => {
  await sameAsLookingAtEveryOne(['firstAid'], 3)
  await sameAsLookingAtEveryOne(['microwave', 'water'])
  await sameAsLookingAtEveryOne(['water', 'toilet'], 0)
  await sameAsLookingAtEveryOne(['redemption'], 0)
})

it('what is open changes with the minute, and with what a keeper says', async () => {
  const start = city.time.now
  city.time.now += 7 * 3_600_000 - 1000 // A second before five.
  await sameAsLookingAtEveryOne(['open'])
  city.time.now += 1000
  await sameAsLookingAtEveryOne(['open'], 5)
  await city
    .as('admin')
    .send({
      name: 'stations.keep',
      input: { stationId: all.find(({ isSelfService }) => isSelfService)!.id, shut: { words: '停电' } },
    })
  all = await city.database.read.select().from(stations)
  city.time.now += 30_000 // On PostgreSQL memory may be that old.
  await sameAsLookingAtEveryOne(['open'], 4)
  city.time.now = start
  await sameAsLookingAtEveryOne(['open'])
})

it('a closed station points to the nearest open one for people like oneself, past closed ones', async () => {
  for (const [role, now] of [
    ['courier', city.time.now],
    ['courier', city.time.now + 5 * 3_600_000],
    ['courier', city.time.now + 11 * 3_600_000],
    ['system', city.time.now],
  ] as const) {
    const open = all.filter(station =>
      (station.groups & groupsOf([role])) !== 0 && stateAt(factsOf(station, []), now) === 'open')
    for (const from of all.slice(0, 200).filter((_, at) => at % 20 === 0)) {
      const found = await nearestOpen(city.database.read, from, groupsOf([role]), now)
      const [expected] = nearestOf(open, from, 1, ({ id }) => id !== from.id)
      expect(found?.metres).toBe(expected && Math.round(expected.metres))
    }
  }
})

it('a tree built in steps also finds stations in the same place', async () => {
  const flat = Array.from({ length: 30_000 }, (_, at) =>
    at % 3 === 0 ? [113.5, 30.5] : [114 + (at % 7), 30 + (at % 2)]).flat()
  const found = around<number>(await plantTree(flat), 113.5, 30.5, 10_001)
  expect(new Set(found.slice(0, 10_000).map(at => at % 3))).toEqual(new Set([0]))
  expect(new Set(found)).toHaveProperty('size', 10_001)
})
