import type { CommandContext } from '#server/sync/context.ts'
import type { Order } from './order.ts'
import { organisers } from '#server/core/identity/index.ts'
import { notify } from '#server/core/notices/index.ts'
import { and, eq, sql } from 'drizzle-orm'
import { nudgeMall } from './nudge-mall.ts'
import { recordMove } from './record-move.ts'
import { mallLosses, mallStock } from './tables.ts'

/**
 * Writes a loss down: pieces that left the shelf for an order that was closed. The books follow the shelf as far as pieces are
 * free; what others have ordered stays theirs, so a remainder shows at the next stock take. Nobody's points are touched.
 */
export async function noteLoss(context: CommandContext, order: Order): Promise<void> {
  const { tx, actor, now, occurred, commandId } = context
  const { id: orderId, itemId, stationId, count } = order
  const taken = await takeFree(context, order)
  await tx.insert(mallLosses).values({ id: commandId, orderId, itemId, stationId, count, taken, keeperId: actor.accountId, handedOverAt: occurred, notedAt: now })
  if (taken > 0) await recordMove(context, { itemId, stationId, cause: 'handedOver', ref: commandId, count: -taken, words: `#${order.number}` })
  await notify(context, await organisers(tx), { kind: 'mall.loss', ref: orderId, number: order.number, words: order.itemName })
  nudgeMall(context)
}

/** Takes as many of the pieces as nobody waits for. */
async function takeFree({ tx }: CommandContext, { itemId, stationId, count }: Order): Promise<number> {
  const isHere = and(eq(mallStock.itemId, itemId), eq(mallStock.stationId, stationId))
  // Writing the row to itself locks it: what is free now is free until this is done.
  const [shelf] = await tx.update(mallStock).set({ reserved: sql`${mallStock.reserved}` }).where(isHere).returning({ onHand: mallStock.onHand, reserved: mallStock.reserved })
  const taken = shelf ? Math.min(count, shelf.onHand - shelf.reserved) : 0
  if (taken > 0) await tx.update(mallStock).set({ onHand: sql`${mallStock.onHand} - ${taken}` }).where(isHere)
  return taken
}
