import type { CommandContext } from '#server/sync/context.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq, gte, sql } from 'drizzle-orm'
import { mallItems, mallStock } from './tables.ts'

export interface Shelf { readonly itemId: string, readonly stationId: string }

/** The one shelf meant. */
export const isShelf = ({ itemId, stationId }: Shelf) =>
  and(eq(mallStock.itemId, itemId), eq(mallStock.stationId, stationId))

/** Pieces of a shelf that nobody waits for. */
export const freePieces = sql<number>`${mallStock.onHand} - ${mallStock.reserved}`

/** Throws unless there is such an item. */
export async function requireItem({ tx }: CommandContext, itemId: string): Promise<void> {
  if ((await tx.$count(mallItems, eq(mallItems.id, itemId))) === 0)
    throw new Refused({ code: 'mall.itemUnknown' })
}

/** Puts pieces on a shelf; one that the item had not stood on before does not offer it yet. */
export async function addPieces({ tx }: CommandContext, shelf: Shelf, count: number): Promise<void> {
  await tx.insert(mallStock).values({ ...shelf, onHand: count, isOffered: false }).onConflictDoUpdate({
    target: [mallStock.itemId, mallStock.stationId],
    set: { onHand: sql`${mallStock.onHand} + ${count}` },
  })
}

/** Takes pieces from a shelf, provided that so many are free: what somebody waits for stays. */
export async function takePieces({ tx }: CommandContext, shelf: Shelf, count: number): Promise<void> {
  const taken = await tx
    .update(mallStock)
    .set({ onHand: sql`${mallStock.onHand} - ${count}` })
    .where(and(isShelf(shelf), gte(freePieces, count)))
    .returning({ onHand: mallStock.onHand })
  if (taken.length > 0) return
  const { onHand, reserved } = await readShelf({ tx }, shelf)
  throw new Refused({ code: 'mall.notThatMany', onHand: onHand - reserved })
}

/**
 * What stands on a shelf, locked until the transaction ends: writing the row to itself does that on both
 * engines.
 */
export async function lockShelf(
  { tx }: CommandContext,
  shelf: Shelf,
): Promise<{ onHand: number, reserved: number }> {
  await tx
    .insert(mallStock)
    .values({ ...shelf, isOffered: false })
    .onConflictDoNothing()
  const [row] = await tx
    .update(mallStock)
    .set({ onHand: sql`${mallStock.onHand}` })
    .where(isShelf(shelf))
    .returning()
  return row!
}

/** Writes down what was counted. */
export async function setPieces({ tx }: CommandContext, shelf: Shelf, onHand: number): Promise<void> {
  await tx.update(mallStock).set({ onHand }).where(isShelf(shelf))
}

async function readShelf(
  { tx }: Pick<CommandContext, 'tx'>,
  shelf: Shelf,
): Promise<{ onHand: number, reserved: number }> {
  const [row] = await tx.select().from(mallStock).where(isShelf(shelf))
  return row ?? { onHand: 0, reserved: 0 }
}
