import type { Reader } from '#server/database/database.ts'
import { and, gt, inArray, isNotNull, notInArray } from 'drizzle-orm'
import { photoLikenesses, photos } from './tables.ts'

/**
 * Those of these photos that were used before: the same bytes, or an earlier photo that looks alike and is in use.
 * Ask after `requirePhotos`. Photos asked for together don't count against each other: a rider takes three of one hole.
 */
export async function nearDuplicates(read: Reader, hashes: readonly string[]): Promise<string[]> {
  const asked = [...new Set(hashes)]
  if (asked.length === 0) return []
  const again = await read.select({ hash: photos.hash }).from(photos).where(and(inArray(photos.hash, asked), gt(photos.uses, 1)))
  const alike = await read.select({ hash: photoLikenesses.hash, earlierHash: photoLikenesses.earlierHash }).from(photoLikenesses)
    .where(and(inArray(photoLikenesses.hash, asked), notInArray(photoLikenesses.earlierHash, asked)))
  if (alike.length === 0) return again.map(({ hash }) => hash)
  const inUse = await read.select({ hash: photos.hash }).from(photos)
    .where(and(inArray(photos.hash, alike.map(({ earlierHash }) => earlierHash)), isNotNull(photos.referencedAt)))
  const earlier = new Set(inUse.map(({ hash }) => hash))
  const reused = new Set([...again.map(({ hash }) => hash), ...alike.filter(pair => earlier.has(pair.earlierHash)).map(({ hash }) => hash)])
  return asked.filter(hash => reused.has(hash))
}
