import type { Slots } from '#server/database/prepared.ts'
import type { CommandContext } from '#server/sync/context.ts'
import { prepared, rowsChanged } from '#server/database/prepared.ts'
import { NotYet } from '#server/sync/context.ts'
import { and, eq, exists, inArray, sql } from 'drizzle-orm'
import { photos, photoUploads } from './tables.ts'
import { sentAmong } from './uploads.ts'

/** Marks the photos that this person has sent as used, in one statement. */
const hold = prepared(
  (tx, { now, accountId, hashes }: Slots<{ now: number, accountId: string, hashes: string[] }>) => {
    const sentByThem = tx
      .select({ hash: photoUploads.hash })
      .from(photoUploads)
      .where(and(eq(photoUploads.hash, photos.hash), eq(photoUploads.accountId, accountId)))
    return tx
      .update(photos)
      .set({ uses: sql`${photos.uses} + 1`, referencedAt: sql`coalesce(${photos.referencedAt}, ${now})` })
      .where(and(inArray(photos.hash, hashes), exists(sentByThem)))
      .prepare('hold_photos')
  },
)

/**
 * Marks the photos that a command names as used, so that they are not swept. Throws `NotYet` with those that
 * this person has not sent; somebody else's counts as not sent, so that knowing its hash gains nothing.
 */
export async function requirePhotos(
  { tx, actor: { accountId }, now }: Pick<CommandContext, 'tx' | 'actor' | 'now'>,
  hashes: readonly string[],
): Promise<void> {
  const wanted = [...new Set(hashes)]
  if (wanted.length === 0) return
  if (rowsChanged(await hold(tx, { now, accountId, hashes: wanted })) === wanted.length) return
  const sent = await sentAmong(tx, accountId, wanted)
  throw new NotYet(wanted.filter(hash => !sent.has(hash)))
}
