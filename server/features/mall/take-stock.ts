import type { CommandContext } from '#server/sync/context.ts'
import type { StockTake } from '#shared/mall/schemas.ts'
import type { InferOutput } from 'valibot'
import { Refused } from '#shared/refusal.ts'
import { requireStationInCharge } from './may-stock.ts'
import { nudgeMall } from './nudge-mall.ts'
import { recordMove } from './record-move.ts'
import { lockShelf, requireItem, setPieces } from './shelf.ts'

/**
 * Writes down what really stands on a shelf and how far the books were off. Fewer than people wait for is
 * refused: their orders come first.
 */
export async function takeStock(
  { moveId, itemId, stationId, counted, words }: InferOutput<typeof StockTake>,
  context: CommandContext,
): Promise<void> {
  await requireStationInCharge(context, stationId)
  await requireItem(context, itemId)
  const { onHand, reserved } = await lockShelf(context, { itemId, stationId })
  if (counted < reserved) throw new Refused({ code: 'mall.notThatMany', onHand: reserved })
  await setPieces(context, { itemId, stationId }, counted)
  await recordMove(context, {
    itemId,
    stationId,
    cause: 'counted',
    ref: moveId,
    count: counted - onHand,
    words,
  })
  nudgeMall(context)
}
