import type { TestCity } from '../../support/city.ts'
import type { Counter } from './counter.ts'
import { checkPoints } from '#server/core/points/index.ts'
import { dialect } from '#server/database/dialect.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openCity } from '../../support/city.ts'
import { counterOf, STATIONS } from './counter.ts'

const MINUTE_MS = 60_000
let city: TestCity
let counter: Counter
let before: Record<string, unknown>[][]
const tables = ['mall_orders', 'mall_stock', 'mall_stock_moves', 'mall_losses', 'mall_items']
const contents = async () => await Promise.all(tables.map(table => city.database.run(`select * from ${table} order by 1, 2`)))

/** One order open (#1), one handed over (#2), one cancelled (#3) and given out all the same. */
beforeAll(async () => {
  city = await openCity()
  counter = await counterOf(city)
  await counter.earn('rider', 2)
  const itemId = await counter.list()
  await counter.redeem('rider', itemId)
  const [second, third] = [await counter.redeem('rider', itemId), await counter.redeem('rider', itemId)]
  await counter.done('keeper', 'mall.handOver', { code: second.code!, stationId: STATIONS.bridge.id })
  await counter.done('rider', 'mall.cancel', { orderId: third.id })
  city.time.now += 10 * MINUTE_MS
  await counter.later('keeper', 5 * MINUTE_MS, 'mall.handOver', { code: third.code!, stationId: STATIONS.bridge.id })
  before = await contents()
}, 60_000)
afterAll(() => city.close())

const order = (changes: Record<string, string> = {}) => {
  const columns = ['id', 'account_id', 'item_id', 'station_id', 'count', 'points', 'hold_id', 'state', 'day', 'given_by', 'words', 'digits_hash', 'digits_round', 'ordered_at', 'pick_up_by', 'remind_at', 'closed_at', 'closed_by', 'handed_over_at']
  const all: Record<string, string> = { id: `'x'`, digits_hash: `'x'`, points: '0', hold_id: 'null', given_by: `'STAFF'`, ...changes }
  return `into mall_orders (${columns.join(', ')}) select ${columns.map(column => all[column] ?? column).join(', ')} from mall_orders where number = 1`
}
const move = (changes: Record<string, string> = {}) =>
  `into mall_stock_moves select ${['id', 'item_id', 'station_id', 'cause', 'ref', 'count', 'words', 'actor_id', 'at'].map(column => ({ id: `'x'`, ref: `'x'`, ...changes })[column] ?? column).join(', ')} from mall_stock_moves where cause = 'arrived'`

/** What somebody with the database open might try. */
const attacks: Record<string, [statement: string, refusedBy: RegExp]> = {
  'open a closed order again': [`update mall_orders set state = 'open', closed_at = null, closed_by = null, handed_over_at = null where number = 2`, /closed order stays/],
  'cancel what was handed over': [`update mall_orders set state = 'cancelled', handed_over_at = null where number = 2`, /closed order stays/],
  'say another handed it over': [`update mall_orders set closed_by = 'somebody' where number = 2`, /closed order stays/],
  'give an order to another': [`update mall_orders set account_id = 'somebody' where number = 1`, /stays what it is/],
  'get more pieces for the same points': [`update mall_orders set count = 5 where number = 1`, /stays what it is/],
  'get it cheaper': [`update mall_orders set points = 1 where number = 1`, /stays what it is/],
  'pick it up elsewhere': [`update mall_orders set station_id = 'elsewhere' where number = 1`, /stays what it is/],
  'wait for ever': [`update mall_orders set pick_up_by = pick_up_by + 1 where number = 1`, /stays what it is/],
  'hand over to oneself': [`update mall_orders set state = 'handedOver', closed_at = 1, closed_by = account_id, handed_over_at = 1 where number = 1`, /mall_orders_handed_over_by_another/],
  'close without saying who': [`update mall_orders set state = 'cancelled', closed_at = 1 where number = 1`, /mall_orders_closed_whole/],
  'hand over without saying when': [`update mall_orders set state = 'handedOver', closed_at = 1, closed_by = 'KEEPER' where number = 1`, /mall_orders_handed_over_whole/],
  'invent a state': [`update mall_orders set state = 'lost', closed_at = 1, closed_by = 'KEEPER' where number = 1`, /mall_orders_state/],
  'delete an order': [`delete from mall_orders where number = 1`, /stays/],
  'begin with a closed order': [`insert ${order({ state: `'cancelled'`, closed_at: '1', closed_by: `'KEEPER'` })}`, /begins open/],
  'order for nothing': [`insert ${order({ given_by: 'null' })}`, /mall_orders_paid_or_given/],
  'order on another\'s hold': [`insert ${order({ points: 'points', given_by: 'null', account_id: `'STAFF'`, hold_id: `(select id from transfers where kind = 'hold' limit 1)` })}`, /hold of its own points|mall_orders_by_hold/],
  'order twice on one hold': [`insert ${order({ points: 'points', given_by: 'null', hold_id: 'hold_id' })}`, /hold of its own points|mall_orders_by_hold|stays/],
  'order on no hold at all': [`insert ${order({ points: '30', given_by: 'null', hold_id: `'nothing'` })}`, /hold of its own points/],
  'give oneself a meal': [`insert ${order({ given_by: 'account_id' })}`, /mall_orders_given_by_another/],
  'order half of the city': [`insert ${order({ count: '21' })}`, /mall_orders_count/],
  'order what there isn\'t': [`insert ${order({ item_id: `'nothing'` })}`, /foreign key/i],
  'sell more than there is': [`update mall_stock set reserved = on_hand + 1`, /mall_stock_covers_orders/],
  'take what somebody waits for': [`update mall_stock set on_hand = 0`, /mall_stock_covers_orders/],
  'reserve less than nothing': [`update mall_stock set reserved = -1`, /mall_stock_covers_orders/],
  'clear a shelf away': [`delete from mall_stock`, /stays/],
  'change what arrived': [`update mall_stock_moves set count = 100`, /append-only/],
  'forget what was damaged': [`delete from mall_stock_moves`, /append-only/],
  'let a negative number arrive': [`insert ${move({ count: '-1' })}`, /mall_stock_moves_cause/],
  'hand over pieces that come in': [`insert ${move({ cause: `'handedOver'` })}`, /mall_stock_moves_cause/],
  'forget a loss': [`delete from mall_losses`, /append-only/],
  'make a loss smaller': [`update mall_losses set taken = 0`, /append-only/],
  'give an item away': [`update mall_items set price = 0`, /mall_items_price/],
  'forget an item': [`delete from mall_items`, /stays|foreign key/i],
}

it.each(Object.entries(attacks))('the database itself refuses to %s', async (_, [statement, refusedBy]) => {
  await expect(city.database.run(statement.replaceAll('KEEPER', city.ids.keeper).replaceAll('STAFF', city.ids.staff))).rejects.toThrow(refusedBy)
  expect(await contents()).toEqual(before)
})

it('digits of an open order are not given twice', async () => {
  const statement = `insert ${order({ digits_hash: 'digits_hash' })}`.replaceAll('STAFF', city.ids.staff)
  if (dialect === 'postgresql') await expect(city.database.run(statement)).rejects.toThrow('mall_orders_digits_of_open')
  else await city.database.run(statement) // Passed over.
  expect(await contents()).toEqual(before)
})

it.runIf(dialect === 'sqlite')('nor is anything replaced', async () => {
  const replacing = [order({ id: 'id' }), order({ digits_hash: 'digits_hash' }), move({ id: 'id' }), move({ ref: 'ref' })]
  for (const into of replacing) await city.database.run(`insert or replace ${into}`.replaceAll('STAFF', city.ids.staff)).catch((error: Error) => expect(error.message).toMatch(/stays|append-only/))
  expect(await contents()).toEqual(before)
})

it.runIf(dialect === 'postgresql').each(tables)('nor is %s emptied', async (table) => {
  await expect(city.database.run(`truncate ${table} cascade`)).rejects.toThrow(/append-only|stays/)
})

it('and what the mall\'s books say holds', async () => {
  expect(await checkPoints(city.database)).toEqual([])
})
