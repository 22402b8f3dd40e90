import type { Reader } from '#server/database/database.ts'
import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { Order } from './order.ts'
import { notify } from '#server/core/notices/index.ts'
import { findStation, wasStaffed } from '#server/core/stations/index.ts'
import { DAY_MS, dayOf } from '#shared/kernel/day.ts'
import { PICK_UP_DAYS_MAX } from '#shared/mall/rules.ts'
import { Refused } from '#shared/refusal.ts'
import { BATCH_COMMANDS_MAX } from '#shared/sync/protocol.ts'
import { and, asc, eq, lt, lte } from 'drizzle-orm'
import { closeOrder } from './close-order.ts'
import { findOrder, windowFrom } from './order.ts'
import { mallOrders } from './tables.ts'

/**
 * The clock closes an order that was not picked up in time, and its owner gets the points back. An order
 * whose counter was closed all the last day waits for another.
 */
export const lapseOrder: Handler<'mall.lapse'> = async ({ orderId }, context) => {
  const order = await findOrder(context.tx, orderId)
  if (context.now <= order.pickUpBy) throw new Refused({ code: 'mall.orderClosed', state: order.state })
  if (await waitsLonger(order, context)) return
  await closeOrder(context, order, 'lapsed')
  await notify(context, order.accountId, {
    kind: 'mall.lapsed',
    ref: orderId,
    number: order.number,
    words: order.itemName,
    points: order.points,
  })
}

/** Lets goods wait longer if their counter was shut all the last day; true if so. A meal has only its day. */
async function waitsLonger(order: Order, { tx, now, nudge }: CommandContext): Promise<boolean> {
  const { id, accountId, day, orderedAt, pickUpBy, stationId } = order
  if (day !== null || now > orderedAt + PICK_UP_DAYS_MAX * DAY_MS) return false
  const station = await findStation(tx, stationId)
  if (await wasStaffed(tx, station, pickUpBy - DAY_MS, pickUpBy)) return false
  const window = windowFrom(dayOf(now + DAY_MS), station, now)
  await tx.update(mallOrders).set(window).where(and(eq(mallOrders.id, id), eq(mallOrders.state, 'open')))
  nudge(accountId, 'mall.myOrders')
  nudge('*', 'mall.desk')
  return true
}

/** Ids of the orders that were not picked up in time, the oldest first. */
export async function overdueOrders(read: Reader, now: number): Promise<string[]> {
  const rows = await read
    .select({ id: mallOrders.id })
    .from(mallOrders)
    .where(and(eq(mallOrders.state, 'open'), lt(mallOrders.pickUpBy, now)))
    .orderBy(asc(mallOrders.pickUpBy))
    .limit(BATCH_COMMANDS_MAX)
  return rows.map(({ id }) => id)
}

/** The clock notifies the owner, once, that an order lapses tomorrow. */
export const remindOrder: Handler<'mall.remind'> = async ({ orderId }, context) => {
  const { tx, now } = context
  const order = await findOrder(tx, orderId)
  const reminded = await tx
    .update(mallOrders)
    .set({ remindAt: null })
    .where(and(eq(mallOrders.id, orderId), eq(mallOrders.state, 'open'), lte(mallOrders.remindAt, now)))
    .returning({ id: mallOrders.id })
  // An order at a station that is closed for now gets no reminder: its owner was notified of that already.
  if (reminded.length === 0 || (await findStation(tx, order.stationId)).shutWords !== null) return
  await notify(context, order.accountId, {
    kind: 'mall.lapsing',
    ref: orderId,
    number: order.number,
    words: order.itemName,
    points: order.points,
  })
}

/** Ids of open orders whose reminder is due, the most overdue first. */
export async function ordersToRemind(read: Reader, now: number): Promise<string[]> {
  const rows = await read
    .select({ id: mallOrders.id })
    .from(mallOrders)
    .where(and(eq(mallOrders.state, 'open'), lte(mallOrders.remindAt, now)))
    .orderBy(asc(mallOrders.remindAt))
    .limit(BATCH_COMMANDS_MAX)
  return rows.map(({ id }) => id)
}
