import type { CommandContext } from '#server/sync/context.ts'
import type { Order } from './order.ts'
import { settleHold, voidHold } from '#server/core/points/index.ts'
import { piecesWords } from '#shared/mall/rules.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq, sql } from 'drizzle-orm'
import { nudgeMall } from './nudge-mall.ts'
import { findOrder } from './order.ts'
import { recordMove } from './record-move.ts'
import { isShelf } from './shelf.ts'
import { mallOrders, mallStock } from './tables.ts'

/**
 * Closes an open order, once: of several who try at the same moment, one does. Handed over, its pieces leave
 * the shelf and its
 * points are spent; otherwise both are free again. Everybody locks in one order: the order, the shelf, the
 * points.
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
    await recordMove(context, {
      itemId,
      stationId,
      cause: 'handedOver',
      ref: orderId,
      count: -count,
      words: '',
    })
  }
  if (holdId !== null) {
    await (isHandedOver ? settleHold : voidHold)(context, {
      holdId,
      orderId,
      note: piecesWords(order.itemName, count),
    })
  }
  nudge(accountId, 'mall.myOrders')
  nudgeMall(context)
}
