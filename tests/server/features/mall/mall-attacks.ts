import type { Attack } from '../../../support/guards.ts'
import { dialect } from '#server/database/dialect.ts'

// Orders #1 (open), #2 (handed over) and #3 (cancelled, and given out all the same) are there; `NAME`s in
// capitals are ids of the attacked city.
const only = (engine: 'sqlite' | 'postgresql', ...guards: string[]) => (dialect === engine ? guards : [])
/** SQLite's INSERT OR REPLACE would pass by unique keys, so a trigger says the same as they do. */
const unreplaced = (table: string) => only('sqlite', `trigger ${table}_never_replaced`)
const never = (what: 'updated' | 'deleted', table: string) =>
  dialect === 'sqlite' ? `trigger ${table}_never_${what}` : `trigger ${table}_never_changed`
const emptied = (...tables: string[]) => tables.map(table => `trigger ${table}_never_emptied`)

const copied =
  (table: string, columns: string[], where: string) =>
    (changes: Record<string, string> = {}, verb = 'insert') => {
      const values = columns.map(column => changes[column] ?? column).join(', ')
      return `${verb} into ${table} (${columns.join(', ')}) select ${values} from ${table} where ${where}`
    }
const orderColumns = [
  'id',
  'account_id',
  'item_id',
  'station_id',
  'count',
  'points',
  'hold_id',
  'state',
  'day',
  'given_by',
  'words',
  'digits_hash',
  'digits_round',
  'ordered_at',
  'pick_up_by',
  'remind_at',
  'closed_at',
  'closed_by',
  'handed_over_at',
]
const given = { id: `'x'`, digits_hash: `'x'`, points: '0', hold_id: 'null', given_by: `'STAFF'` }
const copyOrder = copied('mall_orders', orderColumns, 'number = 1')
const order = (changes: Record<string, string> = {}, verb?: string) =>
  copyOrder({ ...given, ...changes }, verb)
const paid = { points: 'points', given_by: 'null' }
const copyMove = copied(
  'mall_stock_moves',
  ['id', 'item_id', 'station_id', 'cause', 'ref', 'count', 'words', 'actor_id', 'at'],
  `cause = 'arrived'`,
)
const move = (changes: Record<string, string> = {}, verb?: string) =>
  copyMove({ id: `'x'`, ref: `'x'`, ...changes }, verb)
const copyLoss = copied(
  'mall_losses',
  ['id', 'order_id', 'item_id', 'station_id', 'count', 'taken', 'keeper_id', 'handed_over_at', 'noted_at'],
  '1 = 1',
)
const loss = (changes: Record<string, string> = {}, verb?: string) =>
  copyLoss({ id: `'x'`, ...changes }, verb)
const shelf = (itemId: string, stationId: string) =>
  `insert into mall_stock (item_id, station_id, on_hand, reserved, is_offered)
    values (${itemId}, ${stationId}, 1, 0, ${dialect === 'sqlite' ? '1' : 'true'})`
const [someItem, someStation] = [
  '(select min(id) from mall_items)',
  '(select min(station_id) from mall_stock)',
]

const orderAttacks: Attack[] = [
  {
    to: 'open a closed order again',
    sql: `update mall_orders set state = 'open', closed_at = null, closed_by = null, handed_over_at = null
      where number = 2`,
    guards: ['trigger mall_orders_closed_for_good'],
  },
  {
    to: 'cancel what was handed over',
    sql: `update mall_orders set state = 'cancelled', handed_over_at = null where number = 2`,
    guards: ['trigger mall_orders_closed_for_good'],
  },
  {
    to: 'say another handed it over',
    sql: `update mall_orders set closed_by = 'somebody' where number = 2`,
    guards: ['trigger mall_orders_closed_for_good'],
  },
  {
    to: 'give an order to another',
    sql: `update mall_orders set account_id = 'somebody' where number = 1`,
    guards: ['trigger mall_orders_stay_what_they_are'],
  },
  {
    to: 'get more pieces for the same points',
    sql: `update mall_orders set count = 5 where number = 1`,
    guards: ['trigger mall_orders_stay_what_they_are'],
  },
  {
    to: 'get it cheaper',
    sql: `update mall_orders set points = 1 where number = 1`,
    guards: ['trigger mall_orders_stay_what_they_are'],
  },
  {
    to: 'pick it up elsewhere',
    sql: `update mall_orders set station_id = 'elsewhere' where number = 1`,
    guards: ['trigger mall_orders_stay_what_they_are', 'fk mall_orders.station_id'],
  },
  {
    to: 'wait for ever',
    sql: `update mall_orders set pick_up_by = ordered_at + 7776000001 where number = 1`,
    guards: ['trigger mall_orders_wait_longer_only'],
  },
  {
    to: 'be over sooner',
    sql: `update mall_orders set pick_up_by = pick_up_by - 1 where number = 1`,
    guards: ['trigger mall_orders_wait_longer_only'],
  },
  {
    to: 'hand over to oneself',
    sql: `update mall_orders
      set state = 'handedOver', closed_at = 1, closed_by = account_id, handed_over_at = 1
      where number = 1`,
    guards: ['check mall_orders_handed_over_by_another'],
  },
  {
    to: 'close without saying who',
    sql: `update mall_orders set state = 'cancelled', closed_at = 1 where number = 1`,
    guards: ['check mall_orders_closed_whole'],
  },
  {
    to: 'hand over without saying when',
    sql: `update mall_orders set state = 'handedOver', closed_at = 1, closed_by = 'KEEPER' where number = 1`,
    guards: ['check mall_orders_handed_over_whole'],
  },
  {
    to: 'invent a state',
    sql: `update mall_orders set state = 'lost', closed_at = 1, closed_by = 'KEEPER' where number = 1`,
    guards: ['check mall_orders_state'],
  },
  {
    to: 'delete an order',
    sql: `delete from mall_orders where number = 1`,
    guards: ['trigger mall_orders_never_deleted'],
  },
  {
    to: 'empty the orders',
    sql: 'truncate mall_orders cascade',
    guards: emptied('mall_orders', 'mall_losses'),
    on: 'postgresql',
  },
  {
    to: 'begin with a closed order',
    sql: order({ state: `'cancelled'`, closed_at: '1', closed_by: `'KEEPER'` }),
    guards: ['trigger mall_orders_begin_open'],
  },
  { to: 'order for nothing', sql: order({ given_by: 'null' }), guards: ['check mall_orders_paid_or_given'] },
  {
    to: 'order on another\'s hold',
    sql: order({ ...paid, account_id: `'STAFF'`, hold_id: 'hold_id' }),
    guards: [
      'trigger mall_orders_held_as_priced',
      'unique mall_orders_by_hold',
      ...unreplaced('mall_orders'),
    ],
  },
  {
    to: 'order twice on one hold',
    sql: order({ ...paid, hold_id: 'hold_id' }),
    guards: [
      'trigger mall_orders_held_as_priced',
      'unique mall_orders_by_hold',
      ...unreplaced('mall_orders'),
    ],
  },
  {
    to: 'order on no hold at all',
    sql: order({ ...paid, hold_id: `'nothing'` }),
    guards: ['trigger mall_orders_held_as_priced'],
  },
  {
    to: 'give oneself a meal',
    sql: order({ given_by: 'account_id' }),
    guards: ['check mall_orders_given_by_another'],
  },
  { to: 'order half of the city', sql: order({ count: '21' }), guards: ['check mall_orders_count'] },
  { to: 'order what there isn\'t', sql: order({ item_id: `'nothing'` }), guards: ['fk mall_orders.item_id'] },
  {
    to: 'order where there is nothing',
    sql: order({ station_id: `'nowhere'` }),
    guards: ['fk mall_orders.station_id'],
  },
  {
    to: 'order under another\'s id',
    sql: order({ id: 'id' }),
    guards: ['unique mall_orders_by_id', ...unreplaced('mall_orders')],
  },
  {
    to: 'replace an order',
    sql: order({ id: 'id' }, 'insert or replace'),
    guards: unreplaced('mall_orders'),
    on: 'sqlite',
  },
  {
    to: 'order under another\'s number',
    sql: copied('mall_orders', ['number', ...orderColumns], 'number = 1')({ ...given }),
    guards: ['pk mall_orders', ...unreplaced('mall_orders')],
  },
  {
    to: 'have the digits of an open order',
    sql: order({ digits_hash: 'digits_hash' }),
    guards: [
      'unique mall_orders_digits_of_open',
      ...only('sqlite', 'trigger mall_orders_digits_never_taken'),
    ],
  },
]

const stockAttacks: Attack[] = [
  {
    to: 'sell more than there is',
    sql: 'update mall_stock set reserved = on_hand + 1',
    guards: ['check mall_stock_covers_orders'],
  },
  {
    to: 'take what somebody waits for',
    sql: 'update mall_stock set on_hand = 0',
    guards: ['check mall_stock_covers_orders'],
  },
  {
    to: 'reserve less than nothing',
    sql: 'update mall_stock set reserved = -1',
    guards: ['check mall_stock_covers_orders'],
  },
  { to: 'clear a shelf away', sql: 'delete from mall_stock', guards: ['trigger mall_stock_never_deleted'] },
  { to: 'empty the shelves', sql: 'truncate mall_stock', guards: emptied('mall_stock'), on: 'postgresql' },
  { to: 'put up a second shelf', sql: shelf(someItem, someStation), guards: ['pk mall_stock'] },
  {
    to: 'put up a shelf of nothing',
    sql: shelf(`'nothing'`, someStation),
    guards: ['fk mall_stock.item_id'],
  },
  { to: 'put up a shelf nowhere', sql: shelf(someItem, `'nowhere'`), guards: ['fk mall_stock.station_id'] },
  {
    to: 'change what arrived',
    sql: `update mall_stock_moves set count = 100 where cause = 'arrived'`,
    guards: [never('updated', 'mall_stock_moves')],
  },
  {
    to: 'forget what came and went',
    sql: 'delete from mall_stock_moves',
    guards: [never('deleted', 'mall_stock_moves')],
  },
  {
    to: 'empty what came and went',
    sql: 'truncate mall_stock_moves',
    guards: emptied('mall_stock_moves'),
    on: 'postgresql',
  },
  {
    to: 'let a negative number arrive',
    sql: move({ count: '-1' }),
    guards: ['check mall_stock_moves_cause'],
  },
  {
    to: 'hand over pieces that come in',
    sql: move({ cause: `'handedOver'` }),
    guards: ['check mall_stock_moves_cause'],
  },
  {
    to: 'let the same arrive twice',
    sql: move({ ref: 'ref' }),
    guards: ['unique mall_stock_moves_once_per_cause', ...only('sqlite', 'trigger mall_stock_moves_once')],
  },
  {
    to: 'write under another entry\'s id',
    sql: move({ id: 'id' }),
    guards: ['pk mall_stock_moves', ...unreplaced('mall_stock_moves')],
  },
  {
    to: 'replace an entry',
    sql: move({ id: 'id' }, 'insert or replace'),
    guards: unreplaced('mall_stock_moves'),
    on: 'sqlite',
  },
]

const lossAttacks: Attack[] = [
  { to: 'forget a loss', sql: 'delete from mall_losses', guards: [never('deleted', 'mall_losses')] },
  {
    to: 'make a loss smaller',
    sql: 'update mall_losses set taken = 0',
    guards: [never('updated', 'mall_losses')],
  },
  { to: 'empty the losses', sql: 'truncate mall_losses', guards: emptied('mall_losses'), on: 'postgresql' },
  {
    to: 'lose what nobody ordered',
    sql: loss({ order_id: `'nothing'` }),
    guards: ['fk mall_losses.order_id'],
  },
  { to: 'take more than was lost', sql: loss({ taken: 'count + 1' }), guards: ['check mall_losses_count'] },
  {
    to: 'note a loss under another\'s id',
    sql: loss({ id: 'id' }),
    guards: ['pk mall_losses', ...unreplaced('mall_losses')],
  },
  {
    to: 'replace a loss',
    sql: loss({ id: 'id' }, 'insert or replace'),
    guards: unreplaced('mall_losses'),
    on: 'sqlite',
  },
]

const itemAttacks: Attack[] = [
  { to: 'give an item away', sql: 'update mall_items set price = 0', guards: ['check mall_items_price'] },
  { to: 'invent a kind', sql: `update mall_items set kind = 'gift'`, guards: ['check mall_items_kind'] },
  {
    to: 'allow nobody any',
    sql: 'update mall_items set per_person = 0',
    guards: ['check mall_items_per_person'],
  },
  {
    to: 'name half a donor',
    sql: `update mall_items set donor_name = 'somebody'`,
    guards: ['check mall_items_donor_whole'],
  },
  {
    to: 'forget an item',
    sql: 'delete from mall_items',
    guards: ['trigger mall_items_never_deleted', 'fk mall_orders.item_id', 'fk mall_stock.item_id'],
  },
  {
    to: 'empty the items',
    sql: 'truncate mall_items cascade',
    guards: emptied('mall_items', 'mall_orders', 'mall_losses', 'mall_stock'),
    on: 'postgresql',
  },
  {
    to: 'list an item twice',
    sql: `insert into mall_items (id, kind, category, name, words, price, is_listed, changed_at, changed_by)
      values (${someItem}, 'goods', 'daily', 'x', '', 1, ${dialect === 'sqlite' ? '1' : 'true'}, 1, 'x')`,
    guards: ['pk mall_items'],
  },
]

export const attacks = [...orderAttacks, ...stockAttacks, ...lossAttacks, ...itemAttacks].filter(
  ({ on }) => on === undefined || on === dialect,
)
export const attackedTables = ['mall_orders', 'mall_stock', 'mall_stock_moves', 'mall_losses', 'mall_items']
