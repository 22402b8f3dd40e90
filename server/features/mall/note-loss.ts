import type { CommandContext } from '#server/sync/context.ts'
import type { Order } from './order.ts'
import { organisers } from '#server/core/identity/index.ts'
import { notify } from '#server/core/notices/index.ts'
import { nudgeMall } from './nudge-mall.ts'
import { recordMove } from './record-move.ts'
import { lockShelf, takePieces } from './shelf.ts'
import { mallLosses } from './tables.ts'

/**
 * Writes a loss down: pieces that left the shelf for an order that was closed. The books follow the shelf as
 * far as pieces are
 * free; what others have ordered stays theirs, so a remainder shows at the next stock take. Nobody's points
 * are touched.
 */
export async function noteLoss(context: CommandContext, order: Order): Promise<void> {
  const { tx, actor, now, occurred, commandId } = context
  const { id: orderId, itemId, stationId, count } = order
  const shelf = { itemId, stationId }
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
  await notify(context, await organisers(tx), {
    kind: 'mall.loss',
    ref: orderId,
    number: order.number,
    words: order.itemName,
  })
  nudgeMall(context)
}
