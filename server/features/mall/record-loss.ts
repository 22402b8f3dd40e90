import type { CommandContext } from '#server/sync/context.ts'
import type { Order } from './order.ts'
import { notify } from '#server/core/notices/index.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq } from 'drizzle-orm'
import { lockShelf, nudgeMall, recordMove, takePieces } from './shelf.ts'
import { mallLosses } from './tables.ts'

/**
 * Records pieces that were handed over for a closed order, once for each keeper. Only free pieces leave the
 * books, since open orders keep theirs: a remainder shows at the next stock take. Nobody's points change.
 */
export async function recordLoss(context: CommandContext, order: Order): Promise<void> {
  const { tx, actor, now, occurred, commandId } = context
  const { id: orderId, itemId, stationId, count } = order
  const shelf = { itemId, stationId }
  // One keeper's commands run in turn, so that two can't both find none.
  const byMe = and(eq(mallLosses.orderId, orderId), eq(mallLosses.keeperId, actor.accountId))
  if ((await tx.$count(mallLosses, byMe)) > 0)
    throw new Refused({ code: 'mall.orderClosed', state: order.state })
  const { onHand, reserved } = await lockShelf(context, shelf)
  const taken = Math.min(count, onHand - reserved)
  if (taken > 0) await takePieces(context, shelf, taken)
  await tx
    .insert(mallLosses)
    .values({
      id: commandId,
      orderId,
      itemId,
      stationId,
      count,
      taken,
      keeperId: actor.accountId,
      handedOverAt: occurred,
      notedAt: now,
    })
  if (taken > 0) {
    await recordMove(context, {
      itemId,
      stationId,
      cause: 'handedOver',
      ref: commandId,
      count: -taken,
      words: `#${order.number}`,
    })
  }
  await notify(context, { role: 'admin', scope: '' }, {
    kind: 'mall.loss',
    ref: orderId,
    number: order.number,
    words: order.itemName,
  })
  nudgeMall(context)
}
