import type { Reader } from '#server/database/database.ts'
import type { Slots } from '#server/database/prepared.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { Hours } from '#shared/stations/rules.ts'
import type { SQL } from 'drizzle-orm'
import { findStation } from '#server/core/stations/index.ts'
import { prepared } from '#server/database/prepared.ts'
import { DAY_MS, dayOf, startOfDay } from '#shared/kernel/day.ts'
import { opensOn, pickUpEnd } from '#shared/mall/counter-hours.ts'
import { PICK_UP_DAYS } from '#shared/mall/rules.ts'
import { Refused } from '#shared/refusal.ts'
import { eq } from 'drizzle-orm'
import { digitsOf, DRAWS_MAX, hashDigits } from './digits.ts'
import { mallItems, mallOrders } from './tables.ts'

/** An order with the name of its item. */
export type Order = typeof mallOrders.$inferSelect & { readonly itemName: string }

/** Orders that fit a condition, with their items' names. */
export async function findOrders(read: Reader, condition: SQL | undefined): Promise<Order[]> {
  const rows = await read
    .select({ order: mallOrders, itemName: mallItems.name })
    .from(mallOrders)
    .innerJoin(mallItems, eq(mallItems.id, mallOrders.itemId))
    .where(condition)
  return rows.map(({ order, itemName }) => ({ ...order, itemName }))
}

/** The order, or the refusal that there is none. */
export async function findOrder(read: Reader, orderId: string): Promise<Order> {
  const [order] = await findOrders(read, eq(mallOrders.id, orderId))
  if (!order) throw new Refused({ code: 'mall.orderUnknown' })
  return order
}

export interface NewOrder {
  readonly id: string
  readonly accountId: string
  readonly itemId: string
  readonly stationId: string
  readonly count: number
  readonly points: number
  readonly holdId: string | null
  readonly day: string | null
  readonly givenBy: string | null
  readonly words: string | null
}
type Row = Omit<typeof mallOrders.$inferInsert, 'number' | 'closedAt' | 'closedBy' | 'handedOverAt'>

const insertOrder = prepared((tx, slots: Slots<Row>) =>
  tx
    .insert(mallOrders)
    .values(slots)
    .onConflictDoNothing()
    .returning({ number: mallOrders.number })
    .prepare('insert_order'),
)

/**
 * Inserts an open order, with digits that no other open order of the station has. Refuses a meal for a day on
 * which its counter opens no more.
 */
export async function placeOrder(
  { tx, now }: CommandContext,
  order: NewOrder,
): Promise<{ number: number, pickUpBy: number }> {
  const window = windowOf(order.day, await findStation(tx, order.stationId), now)
  for (let round = 0; round < DRAWS_MAX; round++) {
    const digitsHash = hashDigits(order.stationId, digitsOf(order.id, round))
    const [placed] = await insertOrder(tx, {
      ...order,
      ...window,
      state: 'open',
      digitsHash,
      digitsRound: round,
      orderedAt: now,
    })
    if (placed) return { number: placed.number, pickUpBy: window.pickUpBy }
    if ((await tx.$count(mallOrders, eq(mallOrders.id, order.id))) > 0)
      throw new Refused({ code: 'mall.idTaken' })
  }
  throw new Error('no free digits were found')
}

/** 10:00 on the day before the pick-up window ends: people are awake, and there is time to go. */
const REMIND_BEFORE_MS = 14 * 3_600_000

interface Window { readonly pickUpBy: number, readonly remindAt: number | null }

/** Until when an order waits, and when its owner is reminded; null where that moment is past (UTC ms). */
function windowOf(day: string | null, hours: Hours, now: number): Window {
  if (day === null) return windowFrom(dayOf(now + PICK_UP_DAYS * DAY_MS), hours, now)
  if (!opensOn(hours, day, now)) throw new Refused({ code: 'mall.closedThatDay', day })
  return reminded(startOfDay(day) + DAY_MS - 1000, now)
}

/** The window that ends with the first day from one on when the counter opens. */
export const windowFrom = (day: string, hours: Hours, now: number): Window =>
  reminded(pickUpEnd(hours, day), now)

function reminded(pickUpBy: number, now: number): Window {
  const remindAt = startOfDay(dayOf(pickUpBy)) - REMIND_BEFORE_MS
  return { pickUpBy, remindAt: remindAt > now ? remindAt : null }
}
