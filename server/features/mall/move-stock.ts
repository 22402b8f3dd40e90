import type { CommandContext } from '#server/sync/context.ts'
import type { MoveStock } from '#shared/mall/schemas.ts'
import type { InferOutput } from 'valibot'
import { Refused } from '#shared/refusal.ts'
import { requireStationInCharge } from './may-stock.ts'
import { nudgeMall } from './nudge-mall.ts'
import { recordMove } from './record-move.ts'
import { addPieces, requireItem, takePieces } from './shelf.ts'

/**
 * Carries free pieces from one station to another. Both shelves are locked in the order of their ids, so that
 * two carriers who meet don't wait for each other.
 */
export async function moveStock(
  { moveId, itemId, from, to, count, words }: InferOutput<typeof MoveStock>,
  context: CommandContext,
): Promise<void> {
  if (from === to) throw new Refused({ code: 'stations.unknown' })
  for (const stationId of [from, to]) await requireStationInCharge(context, stationId)
  await requireItem(context, itemId)
  const take = () => takePieces(context, { itemId, stationId: from }, count)
  const add = () => addPieces(context, { itemId, stationId: to }, count)
  for (const step of from < to ? [take, add] : [add, take]) await step()
  await recordMove(context, { itemId, stationId: from, cause: 'movedOut', ref: moveId, count: -count, words })
  await recordMove(context, { itemId, stationId: to, cause: 'movedIn', ref: moveId, count, words })
  nudgeMall(context)
}
