import type { meetsNeeds } from '#shared/stations/rules.ts'
import type { TestCity } from '../../../support/city.ts'
import type { Door } from '../doors/door.ts'
import { randomUUID } from 'node:crypto'
import { stations } from '#server/core/stations/index.ts'
import { distanceM } from '#shared/kernel/geo.ts'
import { bitOf } from '#shared/stations/rules.ts'
import { describe, expect, it } from 'vitest'
import { ELSEWHERE } from '../../../support/city.ts'
import { freshCity } from '../../../support/fresh-city.ts'
import { doorOf, STATIONS } from '../doors/door.ts'

/** Where other processes write too, memory may be that old. */
const KNOWN_MS = 30_000
const HERE = { latitude: 30.579, longitude: 114.27 }
let city: TestCity
let door: Door
freshCity(async (given) => {
  city = given
  door = await doorOf(city)
})
const list = async () => await city.as('rider').ask('stations.all', {})
const near = async (needs: Parameters<typeof meetsNeeds>[1] = [], place = HERE) =>
  await city.as('rider').ask('stations.near', { place, needs: [...needs] })
const names = async (...given: Parameters<typeof near>) => (await near(...given)).map(({ name }) => name)

describe('the list of all stations', () => {
  it('has each in the order of their numbers, and every week once', async () => {
    const { stations: rows, weeks } = await list()
    expect(rows.map(({ number }) => number)).toEqual([101, 102, 103])
    expect(weeks).toHaveLength(1)
    expect(rows.map(({ week }) => week)).toEqual([0, 0, 0])
    const late = weeks[0]!.map(() => [600, 1320] as const)
    await door.changeStation('lake', { week: late })
    city.time.now += KNOWN_MS
    await city.as('admin').done('stations.keep', {
      stationId: STATIONS.market.id,
      hours: { week: late, exceptions: [] },
    })
    const changed = await list()
    expect(changed.stations.map(({ week }) => changed.weeks[week])).toEqual([weeks[0], late, late])
    expect(changed.weeks).toHaveLength(2)
  })

  it('has places to the metre and no exceptions of past days', async () => {
    await door.changeStation('market', {
      latitude: 30.123456789,
      exceptions: [
        { day: '2026-11-22', span: null, words: '过去' },
        { day: '2026-11-23', span: null, words: '今天' },
      ],
    })
    const { stations: rows } = await list()
    expect(rows[1]).toEqual({
      id: STATIONS.market.id,
      number: 102,
      name: '集市驿站',
      kind: 'community',
      address: '测试路 2 号',
      areaId: STATIONS.market.areaId,
      latitude: 30.12346,
      longitude: 114.27,
      facilities: 0,
      week: 0,
      exceptions: [{ day: '2026-11-23', span: null, words: '今天' }],
      isSelfService: false,
    })
  })

  it('is answered 304 until a station changes, and opening a door changes nothing in it', async () => {
    const ask = async (known?: string) =>
      await city
        .as('rider')
        .fetch(
          '/api/queries/stations.all?input=%7B%7D',
          known === undefined ? {} : { headers: { 'if-none-match': known } },
        )
    const tag = (await ask()).headers.get('etag')!
    const kiosk = await door.kiosk()
    await city.as('rider').done('stations.enter', { entryId: randomUUID(), code: kiosk.code() })
    expect((await ask(tag)).status).toBe(304)
    await city.as('keeper').done('stations.keep', { stationId: STATIONS.bridge.id, notice: '换水' })
    expect((await ask(tag)).status).toBe(304)
    await city.as('keeper').done('stations.keep', { stationId: STATIONS.bridge.id, shut: { words: '停电' } })
    expect((await ask(tag)).status).toBe(200)
  })

  it('follows stations that open and that are given up, to the last', async () => {
    await list()
    await city.database.transact(
      async tx => void (await tx.insert(stations).values({ ...STATIONS.lake, id: randomUUID(), number: 7 })),
    )
    expect((await list()).stations.map(({ number }) => number)).toEqual([7, 101, 102, 103])
    await city.database.transact(async (tx) => {
      await tx.delete(stations)
    })
    city.time.now += KNOWN_MS
    // No command gives a station up, so nobody was told: another person's phone asks anew.
    expect(await city.as('resident').ask('stations.all', {})).toEqual({ stations: [], weeks: [] })
    expect(await near()).toEqual([])
  })
})

describe('the nearest stations', () => {
  it('come nearest first, with the way there and their state', async () => {
    const found = await near()
    expect(found.map(({ name, state }) => [name, state])).toEqual([
      ['桥头驿站', 'open'],
      ['集市驿站', 'open'],
      ['湖边驿站', 'open'],
    ])
    expect(found.map(({ metres }) => metres)).toEqual(
      Object.values(STATIONS).map(station => Math.round(distanceM(HERE, station))),
    )
  })

  it('are only those that have what is needed now', async () => {
    await door.changeStation('bridge', { facilities: bitOf('water') + bitOf('toilet') })
    await door.changeStation('market', { facilities: bitOf('water') })
    expect(await names(['water'])).toEqual(['桥头驿站', '集市驿站'])
    expect(await names(['water', 'toilet'])).toEqual(['桥头驿站'])
    expect(await names(['firstAid'])).toEqual([])
    expect(await names(['open'])).toEqual(['桥头驿站', '集市驿站', '湖边驿站'])
    city.time.now += 10 * 3_600_000 // Eight in the evening.
    expect(await names(['open'])).toEqual(['桥头驿站', '湖边驿站'])
    expect((await near()).map(({ state }) => state)).toEqual(['open', 'closed', 'open'])
  })

  it('follow what changes: closed by its keeper, doubted, newly opened', async () => {
    await near()
    await city.as('keeper').done('stations.keep', { stationId: STATIONS.bridge.id, shut: { words: '停电' } })
    city.time.now += KNOWN_MS
    expect((await near())[0]).toMatchObject({ name: '桥头驿站', state: 'closed' })
    await door.changeStation('bridge', {
      shutWords: null,
      failedBy: 'somebody',
      doubtfulSince: city.time.now,
    })
    await city.database.transact(
      async tx =>
        void (await tx
          .insert(stations)
          .values({
            id: randomUUID(),
            number: 5,
            name: '新开驿站',
            areaId: ELSEWHERE,
            address: '',
            ...HERE,
          })),
    )
    city.time.now += KNOWN_MS
    expect((await near()).slice(0, 2)).toMatchObject([
      { name: '新开驿站', metres: 0 },
      { name: '桥头驿站', state: 'doubtful' },
    ])
  })

  it('are ten at most, and the same ten as looking at every one', async () => {
    const many = Array.from({ length: 300 }, (_, at) => ({
      id: randomUUID(),
      number: 1000 + at,
      name: `${at}`,
      areaId: ELSEWHERE,
      address: '',
      latitude: 30.4 + (at * 37 % 300) / 700,
      longitude: 114.1 + (at * 101 % 300) / 700,
      facilities: at % 3 === 0 ? bitOf('charging') : 0,
    }))
    await city.database.transact(async tx => void await tx.insert(stations).values(many))
    for (const place of many.slice(0, 20)) {
      const expected = many
        .filter(({ facilities }) => facilities > 0)
        .sort((a, b) => distanceM(place, a) - distanceM(place, b))
        .slice(0, 10)
      expect((await near(['charging'], place)).map(({ metres }) => metres)).toEqual(
        expected.map(station => Math.round(distanceM(place, station))),
      )
    }
  })
})

describe('one station', () => {
  it('is there for everybody, with its area\'s name; an unknown one is not found', async () => {
    expect(await city.as('rider').ask('stations.one', { stationId: STATIONS.lake.id })).toMatchObject({
      name: '湖边驿站',
      areaName: '汉阳区 · 晴川街道',
      shut: null,
      isDoubtful: false,
      photo: null,
      faults: [],
    })
    const input = encodeURIComponent(JSON.stringify({ stationId: randomUUID() }))
    const query = `/api/queries/stations.one?input=${input}`
    expect((await city.as('rider').fetch(query)).status).toBe(404)
    expect((await city.fetchAs(undefined)(query)).status).toBe(404)
  })

  it('remembers when somebody last got in', async () => {
    const kiosk = await door.kiosk()
    await city.as('rider').done('stations.enter', { entryId: randomUUID(), code: kiosk.code() })
    expect(await city.as('rider2').ask('stations.one', { stationId: STATIONS.bridge.id })).toMatchObject({
      lastOpenedAt: city.time.now,
      heads: { count: 1, countedAt: null },
    })
  })
})
