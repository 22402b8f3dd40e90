import type { CommandContext } from '#server/sync/context.ts'
import type { ArriveStock } from '#shared/mall/schemas.ts'
import type { InferOutput } from 'valibot'
import { requireStationInCharge } from './may-stock.ts'
import { nudgeMall } from './nudge-mall.ts'
import { recordMove } from './record-move.ts'
import { addPieces, requireItem } from './shelf.ts'

/** Pieces have come to a station. */
export async function arriveStock(
  { moveId, itemId, stationId, count, words }: InferOutput<typeof ArriveStock>,
  context: CommandContext,
): Promise<void> {
  await requireStationInCharge(context, stationId)
  await requireItem(context, itemId)
  await addPieces(context, { itemId, stationId }, count)
  await recordMove(context, { itemId, stationId, cause: 'arrived', ref: moveId, count, words })
  nudgeMall(context)
}
