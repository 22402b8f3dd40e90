import type { CommandInput } from '#shared/commands.ts'
import type { TestCity } from '../../../support/city.ts'
import type { Door } from '../doors/door.ts'
import { randomUUID } from 'node:crypto'
import { visits } from '#server/core/stations/index.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { describe, expect, it } from 'vitest'
import { freshCity } from '../../../support/fresh-city.ts'
import { doorOf, STATIONS } from '../doors/door.ts'

let city: TestCity
let door: Door
freshCity(async (given) => {
  city = given
  door = await doorOf(city)
})
const counted = (heads: number): CommandInput<'stations.keep'> => ({ stationId: STATIONS.bridge.id, heads })
const one = async () => await city.as('rider').ask('stations.one', { stationId: STATIONS.bridge.id })

describe('how many are inside', () => {
  const came = async (minutesAgo: number, leftMinutesAgo?: number) =>
    await city.database.transact(
      async tx =>
        void (await tx.insert(visits).values({
          id: randomUUID(),
          stationId: STATIONS.bridge.id,
          accountId: city.ids.rider,
          enteredAt: city.time.now - minutesAgo * 60_000,
          leftAt: leftMinutesAgo === undefined ? null : city.time.now - leftMinutesAgo * 60_000,
        })),
    )
  const heads = async () => (await city.as('rider').ask('stations.heads', {}))[STATIONS.bridge.number]

  it('those who came in the last 45 minutes and have not left', async () => {
    expect(await heads()).toBeUndefined()
    for (const [minutesAgo, left] of [[5], [44], [46], [30, 10]] as const) await came(minutesAgo, left)
    expect(await heads()).toBe(2)
    expect((await one()).heads).toEqual({ count: 2, countedAt: null })
  })

  it('what a keeper counted, plus who came, minus who left since, until 45 minutes have passed', async () => {
    await came(20)
    await city.as('keeper').done('stations.keep', counted(5))
    const countedAt = city.time.now
    expect((await one()).heads).toEqual({ count: 5, countedAt })
    city.time.now += 10 * 60_000
    await came(2)
    await came(25, 3)
    expect(await heads()).toBe(5)
    await came(1)
    expect(await heads()).toBe(6)
    city.time.now += 36 * 60_000
    expect(await heads()).toBe(2)
  })

  it('a count of nobody is nobody', async () => {
    await came(20)
    await city.as('keeper').done('stations.keep', counted(0))
    expect(await heads()).toBeUndefined()
    expect((await one()).heads.count).toBe(0)
  })
})

describe('the keeper\'s desk and the organisers\' book', () => {
  it('the desk shows its stations today: visits by the hour, shut doors, odd visits, kiosks', async () => {
    const kiosk = await door.kiosk()
    await city.as('rider').done('stations.enter', { entryId: randomUUID(), code: kiosk.code() })
    await city.as('rider2').done('stations.reportFault', {
      faultId: randomUUID(),
      stationId: STATIONS.bridge.id,
      kind: 'door',
      words: '',
    })
    const odd = randomUUID()
    await city.database.transact(
      async tx =>
        void (await tx
          .insert(visits)
          .values({
            id: odd,
            stationId: STATIONS.bridge.id,
            accountId: city.ids.rider2,
            enteredAt: city.time.now - 86_400_000,
            flag: 'twoPlaces',
          })),
    )
    const {
      stations: [mine, ...others],
    } = await city.as('keeper').ask('stations.desk', {})
    expect(others).toEqual([])
    expect(mine).toMatchObject({
      station: { id: STATIONS.bridge.id },
      today: { visits: 1, failures: 1 },
      flagged: [{ visitId: odd, flag: 'twoPlaces' }],
      kiosks: [{ id: kiosk.id, label: '门口', seenAt: city.time.now }],
    })
    // Ten in the morning in Shanghai.
    expect(mine!.today.byHour).toEqual(Array.from({ length: 24 }, (_, hour) => (hour === 10 ? 1 : 0)))
  })

  it('the book sums up the city and shows what makes a tablet a kiosk', async () => {
    const kiosk = await door.kiosk('lake')
    await city.as('rider').done('stations.enter', { entryId: randomUUID(), code: kiosk.code() })
    const inviteId = randomUUID()
    await city
      .as('admin')
      .done('stations.inviteKiosk', { inviteId, stationId: STATIONS.bridge.id, label: '后门' })
    await door.changeStation('market', { shutWords: '停电' })
    const book = await city.as('admin').ask('stations.book', {})
    expect(book.totals).toEqual({
      stations: 3,
      open: 2,
      doubtful: 0,
      visitsToday: 1,
      visitsWeek: 1,
      visitsAll: 1,
    })
    expect(book.districts).toEqual([
      { areaId: '420103', name: '江汉区', stations: 2, visitsWeek: 0 },
      { areaId: '420105', name: '汉阳区', stations: 1, visitsWeek: 1 },
    ])
    expect(book.kiosks).toMatchObject([{ id: kiosk.id, stationName: '湖边驿站' }])
    expect(book.invites).toMatchObject([
      {
        id: inviteId,
        stationName: '桥头驿站',
        label: '后门',
        code: expect.stringMatching(/^\d{8}$/) as string,
      },
    ])
    city.time.now += 11 * 60_000
    expect((await city.as('admin').ask('stations.book', {})).invites).toEqual([])
  })

  it('the book counts visits of all time; what a kiosk says after a week counts the next day', async () => {
    const came = async (daysAgo: number, changes: { leftAt?: number } = {}) =>
      await city.database.transact(
        async tx =>
          void (await tx
            .insert(visits)
            .values({
              id: randomUUID(),
              stationId: STATIONS.bridge.id,
              accountId: city.ids.rider,
              enteredAt: city.time.now - daysAgo * DAY_MS,
              ...changes,
            })),
      )
    const totals = async (by: 'admin' | 'admin2' = 'admin') =>
      (await city.as(by).ask('stations.book', {})).totals
    for (const daysAgo of [0, 3, 6, 7, 30, 400]) await came(daysAgo)
    await came(20, { leftAt: city.time.now - 20 * DAY_MS }) // A door that stayed shut.
    expect(await totals()).toMatchObject({ visitsToday: 1, visitsWeek: 3, visitsAll: 6 })
    for (const daysAgo of [1, 9]) await came(daysAgo)
    expect(await totals()).toMatchObject({ visitsToday: 1, visitsWeek: 4, visitsAll: 7 })
    city.time.now += DAY_MS
    expect(await totals('admin2')).toMatchObject({ visitsToday: 0, visitsWeek: 3, visitsAll: 8 })
  })

  it('the book names who may not come in, until they may again', async () => {
    await city.as('admin').done('stations.suspend', {
      phone: city.phoneOf('rider'),
      until: city.time.now + 3_600_000,
      words: '借卡给别人',
    })
    expect((await city.as('admin').ask('stations.book', {})).suspended).toEqual([
      {
        accountId: city.ids.rider,
        name: '测试rider',
        until: city.time.now + 3_600_000,
        words: '借卡给别人',
        at: city.time.now,
      },
    ])
    city.time.now += 3_600_000
    expect((await city.as('admin').ask('stations.book', {})).suspended).toEqual([])
  })

  it('each is for its own role alone', async () => {
    for (const [name, by] of [
      ['stations.desk', 'rider'],
      ['stations.desk', 'admin'],
      ['stations.book', 'keeper'],
      ['stations.book', 'rider'],
    ] as const)
      expect((await city.as(by).fetch(`/api/queries/${name}?input=%7B%7D`)).status).toBe(403)
  })
})
