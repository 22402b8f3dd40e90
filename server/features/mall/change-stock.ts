import type { Handler } from '#server/sync/context.ts'
import { requireSeen } from '#server/core/identity/index.ts'
import { requireStation } from '#server/core/stations/index.ts'
import { Refused } from '#shared/refusal.ts'
import {
  addPieces,
  lastMove,
  lockShelf,
  nudgeMall,
  recordMove,
  requireItem,
  setPieces,
  takePieces,
} from './shelf.ts'

/** Pieces have come to a station. */
export const receiveStock: Handler<'mall.arrive'> = async (input, context) => {
  const { moveId, itemId, stationId, count, words } = input
  await requireStation(context, stationId, 'mall.notYourStation')
  await requireItem(context, itemId)
  await addPieces(context, { itemId, stationId }, count)
  await recordMove(context, { itemId, stationId, cause: 'arrived', ref: moveId, count, words })
  nudgeMall(context)
}

/** Pieces can't be handed over any more, for the reason given. */
export const writeOffStock: Handler<'mall.damage'> = async (input, context) => {
  const { moveId, itemId, stationId, count, words } = input
  await requireStation(context, stationId, 'mall.notYourStation')
  await requireItem(context, itemId)
  await takePieces(context, { itemId, stationId }, count)
  await recordMove(context, { itemId, stationId, cause: 'damaged', ref: moveId, count: -count, words })
  nudgeMall(context)
}

/**
 * A stock take: records the number counted, if the books still say what they said then. Fewer than open
 * orders have reserved is refused.
 */
export const takeStock: Handler<'mall.stockTake'> = async (input, context) => {
  const { moveId, itemId, stationId, counted, words, seen } = input
  await requireStation(context, stationId, 'mall.notYourStation')
  await requireItem(context, itemId)
  const { onHand, reserved } = await lockShelf(context, { itemId, stationId })
  if (seen !== onHand)
    await requireSeen(context, seen === undefined ? undefined : 0, await lastMove(context, input))
  if (counted < reserved) throw new Refused({ code: 'mall.notThatMany', onHand: reserved })
  await setPieces(context, { itemId, stationId }, counted)
  const count = counted - onHand
  await recordMove(context, { itemId, stationId, cause: 'counted', ref: moveId, count, words })
  nudgeMall(context)
}

/**
 * Carries free pieces from one station to another. The shelf with the lower station id is locked first, so
 * that two people who carry in opposite directions don't wait for each other.
 */
export const moveStock: Handler<'mall.move'> = async (input, context) => {
  const { moveId, itemId, from, to, count, words } = input
  if (from === to) throw new Refused({ code: 'stations.unknown' })
  for (const stationId of [from, to]) await requireStation(context, stationId, 'mall.notYourStation')
  await requireItem(context, itemId)
  const take = () => takePieces(context, { itemId, stationId: from }, count)
  const add = () => addPieces(context, { itemId, stationId: to }, count)
  for (const step of from < to ? [take, add] : [add, take]) await step()
  await recordMove(context, { itemId, stationId: from, cause: 'movedOut', ref: moveId, count: -count, words })
  await recordMove(context, { itemId, stationId: to, cause: 'movedIn', ref: moveId, count, words })
  nudgeMall(context)
}
