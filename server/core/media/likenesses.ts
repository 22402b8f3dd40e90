import type { Reader } from '#server/database/database.ts'
import { and, gt, inArray, lt, lte, ne, or } from 'drizzle-orm'
import { photoLikenesses, photos } from './tables.ts'

export const DHASH_WIDTH = 9
export const DHASH_HEIGHT = 8
const BAND_BITS = 16

/** A 64-bit difference hash in four bands of 16 bits. */
export type DHash = readonly [number, number, number, number]

/**
 * Each bit says whether brightness rises from one pixel to its right neighbour, which survives shrinking and
 * saving again.
 */
export function dHashOf(grey: Uint8Array): DHash {
  const bands: [number, number, number, number] = [0, 0, 0, 0]
  for (let row = 0; row < DHASH_HEIGHT; row++) {
    for (let column = 0; column < DHASH_WIDTH - 1; column++) {
      const at = row * DHASH_WIDTH + column
      const bit = row * (DHASH_WIDTH - 1) + column
      if (grey[at]! < grey[at + 1]!) bands[bit >> 4]! |= 1 << (bit % BAND_BITS)
    }
  }
  return bands
}

/** The number of bits that differ. */
export const distanceOf = (a: DHash, b: DHash): number =>
  a.reduce((sum, band, i) => sum + bitsIn(band ^ b[i]!), 0)

/**
 * True for darkness, fog or a plain wall: nearly all bits are equal, so the hash resembles many others and
 * proves nothing.
 */
function isFeatureless(hash: DHash): boolean {
  const rising = distanceOf(hash, [0, 0, 0, 0])
  return rising < 6 || rising > 58
}

/** A band and the 16 that differ from it in one bit. */
const bandsAround = (band: number): number[] => [
  band,
  ...Array.from({ length: BAND_BITS }, (_, bit) => band ^ (1 << bit)),
]

function bitsIn(band: number): number {
  let bits = 0
  for (let left = band; left !== 0; left &= left - 1) bits++
  return bits
}

/** Two hashes that differ in no more bits than this show the same picture. */
const DISTANCE_MAX = 6
const KEPT_MAX = 5

interface Likeness { earlierHash: string, distance: number }

/**
 * The stored photos that look like this one, those in use first, then the nearest. Of two hashes at most 7
 * bits apart, one of the four bands differs in one bit at most; so looking each band up with its 16
 * neighbours misses none, and stays on the indexes.
 */
export async function findLikenesses(read: Reader, hash: string, dHash: DHash): Promise<Likeness[]> {
  if (isFeatureless(dHash)) return []
  const [d0, d1, d2, d3] = dHash.map(bandsAround) as [number[], number[], number[], number[]]
  const isNear = or(
    inArray(photos.d0, d0),
    inArray(photos.d1, d1),
    inArray(photos.d2, d2),
    inArray(photos.d3, d3),
  )
  const columns = {
    hash: photos.hash,
    uses: photos.uses,
    d0: photos.d0,
    d1: photos.d1,
    d2: photos.d2,
    d3: photos.d3,
  }
  const candidates = await read
    .select(columns)
    .from(photos)
    .where(and(ne(photos.hash, hash), isNear))
  return candidates
    .map(other => ({
      earlierHash: other.hash,
      isUsed: other.uses > 0,
      distance: distanceOf(dHash, [other.d0, other.d1, other.d2, other.d3]),
    }))
    .filter(({ distance }) => distance <= DISTANCE_MAX)
    .sort((a, b) => Number(b.isUsed) - Number(a.isUsed) || a.distance - b.distance)
    .slice(0, KEPT_MAX)
    .map(({ earlierHash, distance }) => ({ earlierHash, distance }))
}

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

/** The other stored photos that look like one of these, with in how many bits they differ. */
export async function likenessesOf(
  read: Reader,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const asked = [...hashes]
  if (asked.length === 0) return new Map()
  const rows = await read
    .select({
      hash: photoLikenesses.hash,
      earlierHash: photoLikenesses.earlierHash,
      distance: photoLikenesses.distance,
    })
    .from(photoLikenesses)
    .where(or(inArray(photoLikenesses.hash, asked), inArray(photoLikenesses.earlierHash, asked)))
  const found = new Map<string, number>()
  for (const { hash, earlierHash, distance } of rows) {
    const other = asked.includes(hash) ? earlierHash : hash
    if (!asked.includes(other)) found.set(other, Math.min(distance, found.get(other) ?? distance))
  }
  return found
}
