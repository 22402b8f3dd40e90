import type { ItemCategory, ItemKind, OrderState, StockCause } from '#shared/mall/rules.ts'
import type { SQL } from 'drizzle-orm'
import { stations } from '#server/core/stations/index.ts'
import {
  autoNumber,
  check,
  flag,
  index,
  instant,
  integer,
  primaryKey,
  table,
  text,
  uniqueIndex,
} from '#server/database/columns.ts'
import { sql } from 'drizzle-orm'

const anyOf = (...conditions: SQL[]) => sql.join(conditions, sql` or `)

/** What can be redeemed for points: goods, and meals for a day. */
export const mallItems = table('mall_items', {
  id: text('id').primaryKey(),
  kind: text('kind').$type<ItemKind>().notNull(),
  category: text('category').$type<ItemCategory>().notNull(),
  name: text('name').notNull(),
  words: text('words').notNull(),
  photo: text('photo'),
  price: integer('price').notNull(),
  perPerson: integer('per_person'),
  fromDay: text('from_day'),
  toDay: text('to_day'),
  donorName: text('donor_name'),
  donorWords: text('donor_words'),
  isListed: flag('is_listed').notNull(),
  changedAt: instant('changed_at').notNull(),
  changedBy: text('changed_by').notNull(),
}, t => [
  index('mall_items_by_photo').on(t.photo),
  check('mall_items_kind', sql`${t.kind} in ('goods', 'meal')`),
  check('mall_items_price', sql`${t.price} between 1 and 50000`),
  check('mall_items_per_person', sql`${t.perPerson} >= 1`),
  check('mall_items_donor_whole', sql`(${t.donorName} is null) = (${t.donorWords} is null)`),
])

/** How many pieces of an item are at a station, and how many of them open orders have reserved. */
export const mallStock = table('mall_stock', {
  itemId: text('item_id').notNull().references(() => mallItems.id),
  stationId: text('station_id').notNull().references(() => stations.id),
  onHand: integer('on_hand').notNull().default(0),
  reserved: integer('reserved').notNull().default(0),
  isOffered: flag('is_offered').notNull(),
}, t => [
  primaryKey({ columns: [t.itemId, t.stationId] }),
  index('mall_stock_by_station').on(t.stationId),
  check('mall_stock_covers_orders', sql`${t.reserved} >= 0 and ${t.onHand} >= ${t.reserved}`),
])

/** Every change of stock, with its cause. `count` is signed; triggers refuse changes of a row. */
export const mallStockMoves = table(
  'mall_stock_moves',
  {
    id: text('id').primaryKey(),
    itemId: text('item_id').notNull(),
    stationId: text('station_id').notNull(),
    cause: text('cause').$type<StockCause>().notNull(),
    // The order, the loss or the keeper's entry that caused it: each counts once.
    ref: text('ref').notNull(),
    count: integer('count').notNull(),
    words: text('words').notNull(),
    actorId: text('actor_id').notNull(),
    at: instant('at').notNull(),
  },
  t => [
    uniqueIndex('mall_stock_moves_once_per_cause').on(t.cause, t.ref),
    index('mall_stock_moves_by_station').on(t.stationId, t.at),
    index('mall_stock_moves_by_item').on(t.itemId, t.stationId),
    check(
      'mall_stock_moves_cause',
      anyOf(
        sql`(${t.cause} in ('arrived', 'movedIn') and ${t.count} > 0)`,
        sql`(${t.cause} in ('damaged', 'movedOut', 'handedOver') and ${t.count} < 0)`,
        sql`${t.cause} = 'counted'`,
      ),
    ),
  ],
)

/** What somebody redeemed or was given. Triggers refuse changes of a closed order. */
export const mallOrders = table(
  'mall_orders',
  {
    number: autoNumber('number'),
    // Made on the phone. A constraint, not an index: references of other tables need it before indexes are
    // created.
    id: text('id').notNull().unique('mall_orders_by_id'),
    accountId: text('account_id').notNull(),
    itemId: text('item_id')
      .notNull()
      .references(() => mallItems.id),
    stationId: text('station_id')
      .notNull()
      .references(() => stations.id),
    count: integer('count').notNull(),
    points: integer('points').notNull(), // 0: a meal for a kindness.
    holdId: text('hold_id'), // The transfer that holds the points.
    state: text('state').$type<OrderState>().notNull(),
    day: text('day'), // The day of a meal.
    givenBy: text('given_by'), // The staff member who gave the meal.
    words: text('words'),
    digitsHash: text('digits_hash').notNull(), // The six digits to read aloud, as a keyed hash.
    // The number of the draw of these digits; computing them again takes the city's secret.
    digitsRound: integer('digits_round').notNull(),
    orderedAt: instant('ordered_at').notNull(),
    pickUpBy: instant('pick_up_by').notNull(),
    remindAt: instant('remind_at'), // When its owner is reminded that it will lapse.
    closedAt: instant('closed_at'),
    closedBy: text('closed_by'),
    // When the keeper handed it over, which may be before the server heard of it.
    handedOverAt: instant('handed_over_at'),
  },
  t => [
    uniqueIndex('mall_orders_digits_of_open')
      .on(t.stationId, t.digitsHash)
      .where(sql`state = 'open'`),
    uniqueIndex('mall_orders_by_hold').on(t.holdId),
    index('mall_orders_by_account').on(t.accountId, t.orderedAt),
    index('mall_orders_by_time').on(t.orderedAt, t.itemId),
    index('mall_orders_by_station').on(t.stationId, t.state, t.closedAt),
    index('mall_orders_to_lapse')
      .on(t.pickUpBy)
      .where(sql`state = 'open'`),
    index('mall_orders_to_remind')
      .on(t.remindAt)
      .where(sql`state = 'open' and remind_at is not null`),
    check('mall_orders_count', sql`${t.count} between 1 and 20`),
    check(
      'mall_orders_paid_or_given',
      anyOf(
        sql`(${t.points} > 0 and ${t.holdId} is not null and ${t.givenBy} is null)`,
        sql`(${t.points} = 0 and ${t.holdId} is null and ${t.givenBy} is not null)`,
      ),
    ),
    check('mall_orders_given_by_another', sql`${t.givenBy} <> ${t.accountId}`),
    check('mall_orders_state', sql`${t.state} in ('open', 'handedOver', 'cancelled', 'lapsed')`),
    check(
      'mall_orders_closed_whole',
      sql.join([
        sql`(${t.state} = 'open') = (${t.closedAt} is null)`,
        sql`(${t.state} = 'open') = (${t.closedBy} is null)`,
      ], sql` and `),
    ),
    check(
      'mall_orders_handed_over_whole',
      sql`(${t.state} = 'handedOver') = (${t.handedOverAt} is not null)`,
    ),
    check(
      'mall_orders_handed_over_by_another',
      sql`${t.state} <> 'handedOver' or ${t.closedBy} <> ${t.accountId}`,
    ),
  ],
)

/** Pieces handed over without a network for an order that was closed already; rows never change. */
export const mallLosses = table(
  'mall_losses',
  {
    id: text('id').primaryKey(), // The command that brought it.
    orderId: text('order_id')
      .notNull()
      .references(() => mallOrders.id),
    itemId: text('item_id').notNull(),
    stationId: text('station_id').notNull(),
    count: integer('count').notNull(),
    // How many free pieces left the books; the rest shows at the next stock take.
    taken: integer('taken').notNull(),
    keeperId: text('keeper_id').notNull(),
    handedOverAt: instant('handed_over_at').notNull(),
    notedAt: instant('noted_at').notNull(),
  },
  t => [
    index('mall_losses_by_age').on(t.notedAt),
    check('mall_losses_count', sql`${t.count} >= 1 and ${t.taken} between 0 and ${t.count}`),
  ],
)
