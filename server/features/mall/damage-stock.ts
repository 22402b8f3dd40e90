import type { CommandContext } from '#server/sync/context.ts'
import type { DamageStock } from '#shared/mall/schemas.ts'
import type { InferOutput } from 'valibot'
import { requireStationInCharge } from './may-stock.ts'
import { nudgeMall } from './nudge-mall.ts'
import { recordMove } from './record-move.ts'
import { requireItem, takePieces } from './shelf.ts'

/** Pieces can't be given away any more, with the reason. */
export async function damageStock(
  { moveId, itemId, stationId, count, words }: InferOutput<typeof DamageStock>,
  context: CommandContext,
): Promise<void> {
  await requireStationInCharge(context, stationId)
  await requireItem(context, itemId)
  await takePieces(context, { itemId, stationId }, count)
  await recordMove(context, { itemId, stationId, cause: 'damaged', ref: moveId, count: -count, words })
  nudgeMall(context)
}
