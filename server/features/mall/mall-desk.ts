import type { RefOf } from '#server/core/media/index.ts'
import type { Station } from '#server/core/stations/index.ts'
import type { QueryHandler } from '#server/sync/context.ts'
import { publicKeys } from '#server/core/keys/index.ts'
import { photoRefs } from '#server/core/media/index.ts'
import { requireStation, stationsKeptBy } from '#server/core/stations/index.ts'
import { dayOf, startOfDay } from '#shared/kernel/day.ts'
import { and, asc, eq, gte, inArray, or } from 'drizzle-orm'
import { countWrongGuess, hasGuessedTooOften } from './digits.ts'
import { orderOfDigits } from './read-code.ts'
import { spotOf } from './spots.ts'
import { mallItems, mallOrders, mallStock } from './tables.ts'

/** A keeper's stations, each with its open orders, those closed today, and its stock. */
export const mallDesk: QueryHandler<'mall.desk'> = async (_input, { read, actor, now }) => {
  const kept = await stationsKeptBy(read, actor)
  const isOfToday = or(eq(mallOrders.state, 'open'), gte(mallOrders.closedAt, startOfDay(dayOf(now))))
  const ids = kept.map(({ id }) => id)
  const orders = await read
    .select({ order: mallOrders, item: mallItems })
    .from(mallOrders)
    .innerJoin(mallItems, eq(mallItems.id, mallOrders.itemId))
    .where(and(inArray(mallOrders.stationId, ids), isOfToday))
    .orderBy(asc(mallOrders.pickUpBy), asc(mallOrders.number))
  const shelves = await read
    .select({ shelf: mallStock, item: mallItems })
    .from(mallStock)
    .innerJoin(mallItems, eq(mallItems.id, mallStock.itemId))
    .where(inArray(mallStock.stationId, ids))
    .orderBy(asc(mallItems.name), asc(mallItems.id))
  const refOf = await photoRefs(read, [...orders, ...shelves].map(({ item }) => item.photo))
  const view = (station: Station) => ({
    station: spotOf(station),
    orders: orders.filter(({ order }) => order.stationId === station.id).map(row => orderLine(row, refOf)),
    shelf: shelves
      .filter(({ shelf }) => shelf.stationId === station.id)
      .map(({ shelf: { itemId, onHand, reserved }, item: { name, photo } }) => ({
        itemId,
        name,
        photo: refOf(photo),
        onHand,
        reserved,
      })),
  })
  return { stations: kept.map(view), keys: await publicKeys(read) }
}

/** An order as keepers see it. */
export const orderLine = (
  { order, item }: { order: typeof mallOrders.$inferSelect, item: typeof mallItems.$inferSelect },
  refOf: RefOf,
) => ({
  id: order.id,
  number: order.number,
  state: order.state,
  itemId: item.id,
  itemName: item.name,
  photo: refOf(item.photo),
  count: order.count,
  day: order.day,
  pickUpBy: order.pickUpBy,
  closedAt: order.closedAt,
})

/**
 * What to hand over for digits that were read aloud, at a station the asker keeps. Null for digits that stand
 * for no order there, 'tooMany' after too many of those.
 */
export const orderByDigits: QueryHandler<'mall.orderOfDigits'> = async (input, { read, actor, now }) => {
  const { stationId, digits } = input
  await requireStation({ tx: read, actor }, stationId, 'mall.notYourStation')
  if (hasGuessedTooOften(actor.accountId, now)) return 'tooMany'
  const order = await orderOfDigits({ tx: read }, digits, stationId)
  if (order?.state !== 'open') countWrongGuess(actor.accountId, digits, now)
  if (!order) return null
  const [item] = await read.select().from(mallItems).where(eq(mallItems.id, order.itemId))
  if (!item) throw new Error('an order names an item that does not exist')
  return orderLine({ order, item }, await photoRefs(read, [item.photo]))
}
