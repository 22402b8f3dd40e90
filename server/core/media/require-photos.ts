import type { Slots } from '#server/database/prepared.ts'
import type { CommandContext } from '#server/sync/context.ts'
import { prepared } from '#server/database/prepared.ts'
import { NotYet } from '#server/sync/context.ts'
import { and, eq, exists, inArray, sql } from 'drizzle-orm'
import { photos, photoUploads } from './tables.ts'

/** Takes hold of those that are there and were sent by that person, in one statement. */
const hold = prepared((tx, { now, accountId, ...hashes }: Slots<{ now: number, accountId: string, [hash: `hash${number}`]: string }>) => {
  const sentByThem = tx.select({ hash: photoUploads.hash }).from(photoUploads).where(and(eq(photoUploads.hash, photos.hash), eq(photoUploads.accountId, accountId)))
  return tx.update(photos)
    .set({ uses: sql`${photos.uses} + 1`, referencedAt: sql`coalesce(${photos.referencedAt}, ${now})` })
    .where(and(inArray(photos.hash, Object.values(hashes)), exists(sentByThem)))
    .returning({ hash: photos.hash })
    .prepare('hold_photos')
})

/**
 * Holds on to the photos that a command names: from now on they are kept. Throws `NotYet` with those that this
 * person has not sent; another's photo counts as not sent, so knowing its hash is worth nothing.
 */
export async function requirePhotos({ tx, actor, now }: Pick<CommandContext, 'tx' | 'actor' | 'now'>, hashes: readonly string[]): Promise<void> {
  const wanted = [...new Set(hashes)]
  if (wanted.length === 0) return
  const held = await hold(tx, { now, accountId: actor.accountId, ...Object.fromEntries(wanted.map((hash, at) => [`hash${at}`, hash])) })
  if (held.length === wanted.length) return
  const there = new Set(held.map(({ hash }) => hash))
  throw new NotYet(wanted.filter(hash => !there.has(hash)))
}
