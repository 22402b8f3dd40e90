import type { Reader } from '#server/database/database.ts'
import { and, gt, inArray, isNotNull, notInArray, or } from 'drizzle-orm'
import { photoLikenesses, photos } from './tables.ts'

/**
 * Those of these photos that were used before: the same bytes, or an earlier photo that looks alike and is in use.
 * Ask after `requirePhotos`. Photos asked for together don't count against each other: a rider takes three of one hole.
 */
export async function nearDuplicates(read: Reader, hashes: readonly string[]): Promise<string[]> {
  const asked = [...new Set(hashes)]
  if (asked.length === 0) return []
  const hasLikeness = inArray(photos.hash, read.select({ hash: photoLikenesses.hash }).from(photoLikenesses).where(inArray(photoLikenesses.hash, asked)))
  const suspects = await read.select({ hash: photos.hash, uses: photos.uses }).from(photos).where(and(inArray(photos.hash, asked), or(gt(photos.uses, 1), hasLikeness)))
  if (suspects.length === 0) return [] // Nearly always: one query, since every report filed asks this.
  const resembling = await resemblingOneInUse(read, asked)
  return suspects.filter(({ hash, uses }) => uses > 1 || resembling.has(hash)).map(({ hash }) => hash)
}

async function resemblingOneInUse(read: Reader, asked: string[]): Promise<Set<string>> {
  const inUse = read.select({ hash: photos.hash }).from(photos).where(isNotNull(photos.referencedAt))
  const isOneOfThem = and(
    inArray(photoLikenesses.hash, asked),
    notInArray(photoLikenesses.earlierHash, asked),
    inArray(photoLikenesses.earlierHash, inUse),
  )
  const rows = await read.selectDistinct({ hash: photoLikenesses.hash }).from(photoLikenesses).where(isOneOfThem)
  return new Set(rows.map(({ hash }) => hash))
}
