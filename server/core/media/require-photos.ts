import type { CommandContext } from '#server/sync/context.ts'
import { NotYet } from '#server/sync/context.ts'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { photos, photoUploads } from './tables.ts'

/**
 * Holds on to the photos that a command names: from now on they are kept. Throws `NotYet` with those that this
 * person has not sent; another's photo counts as not sent, so knowing its hash is worth nothing.
 */
export async function requirePhotos({ tx, actor, now }: Pick<CommandContext, 'tx' | 'actor' | 'now'>, hashes: readonly string[]): Promise<void> {
  const wanted = [...new Set(hashes)]
  if (wanted.length === 0) return
  const sentByThem = and(eq(photoUploads.accountId, actor.accountId), inArray(photoUploads.hash, wanted))
  refuseWithout(wanted, await tx.select({ hash: photoUploads.hash }).from(photoUploads).where(sentByThem))
  const used = { uses: sql`${photos.uses} + 1`, referencedAt: sql`coalesce(${photos.referencedAt}, ${now})` }
  const held = await tx.update(photos).set(used).where(inArray(photos.hash, wanted)).returning({ hash: photos.hash })
  refuseWithout(wanted, held) // Swept in this very moment: then it is sent again.
}

function refuseWithout(wanted: string[], found: { hash: string }[]) {
  if (found.length === wanted.length) return
  const there = new Set(found.map(({ hash }) => hash))
  throw new NotYet(wanted.filter(hash => !there.has(hash)))
}
