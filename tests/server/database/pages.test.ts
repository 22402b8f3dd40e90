import type { QueryName } from '#shared/queries.ts'
import type { TestCity } from '../../support/city.ts'
import type { Counter } from '../features/mall/counter.ts'
import { randomUUID } from 'node:crypto'
import { pointCorrections } from '#server/core/points/tables.ts'
import { mallLosses, mallStockMoves } from '#server/features/mall/tables.ts'
import { voices } from '#server/features/voices/tables.ts'
import { SHOWN_ROWS_MAX } from '#shared/kernel/fields.ts'
import { expect, it } from 'vitest'
import { freshCity } from '../../support/fresh-city.ts'
import { counterOf, STATIONS } from '../features/mall/counter.ts'

let city: TestCity
let counter: Counter
freshCity(async (opened) => {
  city = opened
  counter = await counterOf(opened)
})

const MANY = SHOWN_ROWS_MAX + 30
const ids = Array.from({ length: MANY }, () => randomUUID())
const instantOf = (at: number) => city.time.now - 1_000_000 + (at >= 30 ? at - 1 : at) * 1000

interface Row { id: string, rank: number }
interface List {
  name: QueryName
  fill: () => Promise<unknown>
  ask: (range: { before?: number, until?: number }) => Promise<Row[]>
  /** The ids in the list's order, and how many of them are on the first page. */
  order: () => string[]
  firstPage: number
}
const rows = <T extends { id: string }>(found: T[], rankOf: (row: T) => number): Row[] =>
  found.map(row => ({ id: row.id, rank: rankOf(row) }))
/** Two rows of one millisecond meet at the end of the first page, which is not cut between them. */
const byTime = { order: () => ids.toReversed(), firstPage: SHOWN_ROWS_MAX + 1 }
/** The first ten wait, the oldest of them on top; the others are done, the latest first. */
const byWaiting = {
  order: () => [...ids.slice(0, 10), ...ids.slice(10).toReversed()],
  firstPage: SHOWN_ROWS_MAX,
}
type Table = typeof voices | typeof pointCorrections | typeof mallLosses | typeof mallStockMoves
const insert = (table: Table, values: object[]) =>
  city.database.transact(tx => tx.insert(table as typeof voices).values(values as never))

const complain = () => insert(voices, ids.map((id, at) => ({
  id,
  kind: 'complaint',
  state: 'open',
  areaId: '4201',
  isAnonymous: false,
  shownAt: instantOf(at),
  changedAt: 1,
  changedBy: 'system',
  accountId: city.ids.rider,
  text: '灯太暗',
  page: 'home',
  at: instantOf(at),
  ...at >= 10 && { replyWords: '下周调亮', repliedAt: instantOf(at), repliedBy: city.ids.admin },
})))
const lists: List[] = [
  {
    name: 'voices.mine',
    fill: complain,
    ask: async range => rows(await city.as('rider').ask('voices.mine', range), ({ rank }) => rank),
    ...byTime,
  },
  {
    name: 'desk.complaints',
    fill: complain,
    ask: async range => rows(await city.as('admin').ask('desk.complaints', range), ({ rank }) => rank),
    ...byWaiting,
  },
  {
    name: 'points.desk',
    fill: () => insert(pointCorrections, ids.map((id, at) => ({
      id,
      accountId: city.ids.rider,
      amount: 10,
      words: '补登',
      askedBy: city.ids.admin,
      askedAt: instantOf(at),
      ...at >= 10 && { state: 'declined', decidedBy: city.ids.admin2, decidedAt: instantOf(at) },
    }))),
    ask: async range =>
      rows((await city.as('admin').ask('points.desk', range)).corrections, ({ rank }) => rank),
    ...byWaiting,
  },
  {
    name: 'mall.book',
    fill: async () => {
      await counter.earn('rider')
      const itemId = await counter.list()
      const { id: orderId } = await counter.redeem('rider', itemId, { price: 30 })
      const stationId = STATIONS.bridge.id
      const handedOver = { orderId, itemId, stationId, count: 1, taken: 1, keeperId: city.ids.keeper }
      await insert(mallLosses, ids.map((id, at) => (
        { id, ...handedOver, handedOverAt: instantOf(at), notedAt: instantOf(at) })))
    },
    ask: async range => rows((await city.as('admin').ask('mall.book', range)).losses, ({ rank }) => rank),
    ...byTime,
  },
  {
    name: 'mall.stockHistory',
    fill: async () => {
      const itemId = await counter.list()
      await insert(mallStockMoves, ids.map((id, at) => ({
        id,
        itemId,
        stationId: STATIONS.market.id,
        cause: 'counted',
        count: 0,
        words: '',
        ref: id,
        actorId: city.ids.keeper,
        at: instantOf(at),
      })))
    },
    ask: async range => rows(
      await city.as('admin').ask('mall.stockHistory', { stationId: STATIONS.market.id, ...range }),
      ({ at }) => at,
    ),
    ...byTime,
  },
]

it.each(lists)('$name is read to its end, page by page, and by the range that is shown', async (list) => {
  await list.fill()
  const first = await list.ask({})
  const second = await list.ask({ before: first.at(-1)!.rank })
  const idsOf = (page: Row[]) => page.map(({ id }) => id)
  expect([first.length, second.length]).toEqual([list.firstPage, MANY - list.firstPage])
  const order = list.order()
  expect(new Set([...idsOf(first), ...idsOf(second)])).toEqual(new Set(order))
  expect(idsOf(first).slice(0, 190)).toEqual(order.slice(0, 190))
  expect(idsOf(second).slice(12)).toEqual(order.slice(list.firstPage + 12))

  const shown = await list.ask({ before: first[99]!.rank, until: first[149]!.rank })
  expect(idsOf(shown)).toEqual(idsOf(first).slice(100, 150))
})

it('the book counts all losses, and below its first page leaves out what stays the same', async () => {
  await lists.find(({ name }) => name === 'mall.book')!.fill()
  const book = await city.as('admin').ask('mall.book', {})
  expect([book.lossesInAll, book.hasMore, book.items.length]).toEqual([MANY, true, 1])
  const below = await city.as('admin').ask('mall.book', { before: book.losses.at(-1)!.rank })
  expect([below.lossesInAll, below.hasMore, below.items, below.stations]).toEqual([MANY, false, [], []])
})

it('a page that begins beyond every number of a list is its first', async () => {
  const before = city.time.now // An instant is no number that a report or a ruling will ever have.
  const staff = city.as('staff')
  expect(await staff.ask('desk.search', { words: '井盖', before })).toEqual({ reports: [], hasMore: false })
  expect(await city.as('admin').ask('rulings.one', { key: 'points', before }))
    .toMatchObject({ hasMore: false })
})
