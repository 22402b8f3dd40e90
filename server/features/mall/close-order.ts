import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { Order } from './order.ts'
import { settleHold, voidHold } from '#server/core/points/index.ts'
import { piecesText } from '#shared/mall/rules.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq, sql } from 'drizzle-orm'
import { findOrder } from './order.ts'
import { isShelf, nudgeMall, recordMove } from './shelf.ts'
import { mallOrders, mallStock } from './tables.ts'

/** The owner cancels an order, which releases points and pieces. Another person's order counts as unknown. */
export const cancelOrder: Handler<'mall.cancel'> = async ({ orderId }, context) => {
  const order = await findOrder(context.tx, orderId)
  if (order.accountId !== context.actor.accountId) throw new Refused({ code: 'mall.orderUnknown' })
  await closeOrder(context, order, 'cancelled')
}

/**
 * Closes an open order; of several people who try at once, one does. Handed over, its pieces leave the shelf
 * and its points are spent; otherwise both are released. Every command locks the order, the shelf and the
 * points in this order.
 */
export async function closeOrder(
  context: CommandContext,
  order: Order,
  state: 'handedOver' | 'cancelled' | 'lapsed',
): Promise<void> {
  const { tx, actor, now, occurred, nudge } = context
  const { id: orderId, itemId, stationId, count, holdId, accountId } = order
  const isHandedOver = state === 'handedOver'
  const closed = await tx.update(mallOrders)
    .set({ state, closedAt: now, closedBy: actor.accountId, handedOverAt: isHandedOver ? occurred : null })
    .where(and(eq(mallOrders.id, orderId), eq(mallOrders.state, 'open')))
    .returning({ id: mallOrders.id })
  if (closed.length === 0)
    throw new Refused({ code: 'mall.orderClosed', state: (await findOrder(tx, orderId)).state })

  await tx
    .update(mallStock)
    .set({
      reserved: sql`${mallStock.reserved} - ${count}`,
      ...(isHandedOver && { onHand: sql`${mallStock.onHand} - ${count}` }),
    })
    .where(isShelf(order))
  if (isHandedOver) {
    const move = { itemId, stationId, cause: 'handedOver', ref: orderId, count: -count, words: '' } as const
    await recordMove(context, move)
  }
  if (holdId !== null) {
    const note = piecesText(order.itemName, count)
    await (isHandedOver ? settleHold : voidHold)(context, { holdId, orderId, note })
  }
  nudge(accountId, 'mall.myOrders')
  nudgeMall(context)
}
