import type { CommandContext, QueryContext } from '#server/sync/context.ts'
import { and, asc, eq, inArray, isNull, notInArray } from 'drizzle-orm'
import { photos, photoUploads } from './tables.ts'

/** Every photo somebody sent, used or not, with what its file said of itself, for `identity.export`. */
export const exportPhotos = async ({ read, actor: { accountId } }: QueryContext): Promise<unknown> =>
  await read
    .select({
      hash: photos.hash,
      sentAt: photoUploads.uploadedAt,
      takenAt: photos.takenAt,
      latitude: photos.latitude,
      longitude: photos.longitude,
      usedSince: photos.referencedAt,
    })
    .from(photoUploads)
    .innerJoin(photos, eq(photos.hash, photoUploads.hash))
    .where(eq(photoUploads.accountId, accountId))
    .orderBy(asc(photoUploads.uploadedAt), asc(photos.hash))

/**
 * Photos that somebody sent and nothing has named go with the next sweep, unless somebody else sent them too.
 * For `identity.deleteMe`.
 */
export async function eraseUnusedPhotos({ tx, actor: { accountId } }: CommandContext): Promise<void> {
  const unused = tx.select({ hash: photos.hash }).from(photos).where(isNull(photos.referencedAt))
  const theirs = await tx
    .delete(photoUploads)
    .where(and(eq(photoUploads.accountId, accountId), inArray(photoUploads.hash, unused)))
    .returning({ hash: photoUploads.hash })
  if (theirs.length === 0) return
  const stillSent = tx.select({ hash: photoUploads.hash }).from(photoUploads)
  await tx
    .update(photos)
    .set({ uploadedAt: 0 })
    .where(
      and(
        inArray(
          photos.hash,
          theirs.map(({ hash }) => hash),
        ),
        notInArray(photos.hash, stillSent),
      ),
    )
}
