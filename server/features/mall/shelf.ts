import type { LastChange } from '#server/core/identity/index.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { StockCause } from '#shared/mall/rules.ts'
import { insertOnce, lockRow } from '#server/database/rows.ts'
import { Refused } from '#shared/refusal.ts'
import { and, desc, eq, gte, sql } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { mallItems, mallStock, mallStockMoves } from './tables.ts'

/** One item at one station. */
export interface Shelf { readonly itemId: string, readonly stationId: string }

export const isShelf = ({ itemId, stationId }: Shelf) =>
  and(eq(mallStock.itemId, itemId), eq(mallStock.stationId, stationId))

/** Pieces of a shelf that no open order has reserved. */
export const freePieces = sql<number>`${mallStock.onHand} - ${mallStock.reserved}`

/** Throws unless there is such an item. */
export async function requireItem({ tx }: CommandContext, itemId: string): Promise<void> {
  if ((await tx.$count(mallItems, eq(mallItems.id, itemId))) === 0)
    throw new Refused({ code: 'mall.itemUnknown' })
}

/** Puts pieces on a shelf. A station that never had the item does not offer it yet. */
export async function addPieces({ tx }: CommandContext, shelf: Shelf, count: number): Promise<void> {
  await tx.insert(mallStock).values({ ...shelf, onHand: count, isOffered: false }).onConflictDoUpdate({
    target: [mallStock.itemId, mallStock.stationId],
    set: { onHand: sql`${mallStock.onHand} + ${count}` },
  })
}

/** Takes free pieces from a shelf; refuses when there are fewer. */
export async function takePieces({ tx }: CommandContext, shelf: Shelf, count: number): Promise<void> {
  const taken = await tx
    .update(mallStock)
    .set({ onHand: sql`${mallStock.onHand} - ${count}` })
    .where(and(isShelf(shelf), gte(freePieces, count)))
    .returning({ onHand: mallStock.onHand })
  if (taken.length > 0) return
  const [row] = await tx.select({ free: freePieces }).from(mallStock).where(isShelf(shelf))
  throw new Refused({ code: 'mall.notThatMany', onHand: row?.free ?? 0 })
}

/** Locks a shelf until the transaction ends and returns what is on it; an item new to a station has none. */
export async function lockShelf(
  { tx }: CommandContext,
  shelf: Shelf,
): Promise<{ onHand: number, reserved: number }> {
  await insertOnce(tx, mallStock, { ...shelf, isOffered: false })
  return (await lockRow(tx, mallStock, { itemId: shelf.itemId, stationId: shelf.stationId }))!
}

export async function setPieces({ tx }: CommandContext, shelf: Shelf, onHand: number): Promise<void> {
  await tx.update(mallStock).set({ onHand }).where(isShelf(shelf))
}

interface Move extends Shelf {
  readonly cause: StockCause
  readonly ref: string
  readonly count: number
  readonly words: string
}

/** Writes a change of a shelf into its history, once for each cause and `ref`. */
export async function recordMove({ tx, actor, now }: CommandContext, move: Move): Promise<void> {
  const row = { ...move, id: uuidv7(), actorId: actor.accountId, at: now }
  const isNew = await insertOnce(tx, mallStockMoves, row, [mallStockMoves.cause, mallStockMoves.ref]) === 1
  if (!isNew) throw new Refused({ code: 'mall.idTaken' })
}

/** Who changed a shelf last, and when (ms). */
export async function lastMove(
  { tx }: CommandContext,
  { itemId, stationId }: Shelf,
): Promise<LastChange | undefined> {
  const [last] = await tx
    .select({ at: mallStockMoves.at, by: mallStockMoves.actorId })
    .from(mallStockMoves)
    .where(and(eq(mallStockMoves.itemId, itemId), eq(mallStockMoves.stationId, stationId)))
    .orderBy(desc(mallStockMoves.at), desc(mallStockMoves.id))
    .limit(1)
  return last
}

/** Nudges every query that shows items or stock. */
export function nudgeMall({ nudge }: Pick<CommandContext, 'nudge'>): void {
  nudge('*', 'mall.items', 'mall.item', 'mall.desk', 'mall.book', 'mall.stockHistory')
}
