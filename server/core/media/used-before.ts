import type { Reader } from '#server/database/database.ts'
import { and, gt, inArray, lt, lte, or } from 'drizzle-orm'
import { distanceOf, isFeatureless } from './dhash.ts'
import { photoLikenesses, photos } from './tables.ts'

/**
 * Bits of the dHash. Saving a picture again changes at most one; mending what it shows nearly always changes
 * more.
 */
const SAVED_AGAIN_MAX = 2

/** True when one of `hashes` is one of `others`: the same bytes, or the same picture saved again. */
export async function showTheSame(
  read: Reader,
  hashes: readonly string[],
  others: readonly string[],
): Promise<boolean> {
  if (hashes.some(hash => others.includes(hash))) return true
  if (hashes.length === 0 || others.length === 0) return false
  const rows = await read
    .select({ hash: photos.hash, d0: photos.d0, d1: photos.d1, d2: photos.d2, d3: photos.d3 })
    .from(photos)
    .where(inArray(photos.hash, [...hashes, ...others]))
  const dHashes = rows
    .map(({ hash, d0, d1, d2, d3 }) => ({ hash, dHash: [d0, d1, d2, d3] as const }))
    .filter(({ dHash }) => !isFeatureless(dHash))
  const earlier = dHashes.filter(({ hash }) => others.includes(hash))
  return dHashes.some(
    ({ hash, dHash }) =>
      hashes.includes(hash) && earlier.some(other => distanceOf(dHash, other.dHash) <= SAVED_AGAIN_MAX),
  )
}

/**
 * True when one of these photos was named more than once or looks like another. One query that excludes
 * nearly all photos from the search.
 */
export async function mayBeUsedBefore(read: Reader, hashes: readonly string[]): Promise<boolean> {
  const asked = [...hashes]
  const sentLater = read
    .select({ hash: photoLikenesses.hash })
    .from(photoLikenesses)
    .where(inArray(photoLikenesses.hash, asked))
  const sentSooner = read
    .select({ hash: photoLikenesses.earlierHash })
    .from(photoLikenesses)
    .where(inArray(photoLikenesses.earlierHash, asked))
  const isSuspect = or(gt(photos.uses, 1), inArray(photos.hash, sentLater), inArray(photos.hash, sentSooner))
  return hashes.length > 0 && await read.$count(photos, and(inArray(photos.hash, asked), isSuspect)) > 0
}

/**
 * True when something named one of these photos before `at` (ms), or a photo that looks like it and is not in
 * `apart`. Of two photos named in the same moment the one sent later is the copy.
 */
export async function usedBefore(
  read: Reader,
  hashes: readonly string[],
  at: number,
  apart: readonly string[],
): Promise<boolean> {
  const asked = [...hashes]
  // The order of sending doesn't decide: a copy may be stored long before anyone names it.
  const likenesses = await read
    .select({ hash: photoLikenesses.hash, earlierHash: photoLikenesses.earlierHash })
    .from(photoLikenesses)
    .where(or(inArray(photoLikenesses.hash, asked), inArray(photoLikenesses.earlierHash, asked)))
  const sentSooner = likenesses.map(({ earlierHash }) => earlierHash).filter(hash => !apart.includes(hash))
  const sentLater = likenesses.map(({ hash }) => hash).filter(hash => !apart.includes(hash))
  const isEarlierUse = or(
    and(inArray(photos.hash, [...asked, ...sentLater]), lt(photos.referencedAt, at)),
    and(inArray(photos.hash, sentSooner), lte(photos.referencedAt, at)),
  )
  return await read.$count(photos, isEarlierUse) > 0
}
