import type { Transaction } from '#server/database/database.ts'
import type { CommandContext } from '#server/sync/context.ts'
import { eq, sql } from 'drizzle-orm'
import { requirePhotos } from './require-photos.ts'
import { photos } from './tables.ts'

/**
 * Takes back a use of these photos for each time that they stand here. A photo without any use is deleted by
 * the next sweep, and with it the note of who sent it.
 */
export async function letGoOfPhotos(tx: Transaction, hashes: readonly string[]): Promise<void> {
  const times = new Map<string, number>()
  for (const hash of hashes) times.set(hash, (times.get(hash) ?? 0) + 1)
  for (const [hash, by] of times) {
    const isLeft = sql`${photos.uses} > ${by}`
    await tx
      .update(photos)
      .set({
        uses: sql`case when ${isLeft} then ${photos.uses} - ${by} else 0 end`,
        referencedAt: sql`case when ${isLeft} then ${photos.referencedAt} end`,
      })
      .where(eq(photos.hash, hash))
  }
}

/**
 * Puts a photo that the actor has sent in the place of another, which is let go of; null: none. Does nothing
 * if they are the same.
 */
export async function replacePhoto(
  context: Pick<CommandContext, 'tx' | 'actor' | 'now'>,
  before: string | null,
  after: string | null,
): Promise<void> {
  if (before === after) return
  if (after !== null) await requirePhotos(context, [after])
  if (before !== null) await letGoOfPhotos(context.tx, [before])
}
