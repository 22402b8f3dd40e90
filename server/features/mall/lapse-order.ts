import type { Reader } from '#server/database/database.ts'
import type { Handler } from '#server/sync/context.ts'
import { notify } from '#server/core/notices/index.ts'
import { Refused } from '#shared/refusal.ts'
import { BATCH_COMMANDS_MAX } from '#shared/sync/protocol.ts'
import { and, asc, eq, lt, lte } from 'drizzle-orm'
import { closeOrder } from './close-order.ts'
import { findOrder } from './order.ts'
import { mallOrders } from './tables.ts'

/** The clock closes an order that was not picked up in time, and its owner gets the points back. */
export const lapseOrder: Handler<'mall.lapse'> = async ({ orderId }, context) => {
  const order = await findOrder(context.tx, orderId)
  if (context.now <= order.pickUpBy) throw new Refused({ code: 'mall.orderClosed', state: order.state })
  await closeOrder(context, order, 'lapsed')
  await notify(context, order.accountId, {
    kind: 'mall.lapsed',
    ref: orderId,
    number: order.number,
    words: order.itemName,
    points: order.points,
  })
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
  if (reminded.length === 0) return
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
