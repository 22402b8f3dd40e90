import type { Reader } from '#server/database/database.ts'
import type { Handler } from '#server/sync/context.ts'
import { notify } from '#server/core/notices/index.ts'
import { BATCH_COMMANDS_MAX } from '#shared/sync/protocol.ts'
import { and, asc, eq, lte } from 'drizzle-orm'
import { findOrder } from './order.ts'
import { mallOrders } from './tables.ts'

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
