import type { Reader } from '#server/database/database.ts'
import type { DHash } from './dhash.ts'
import { and, inArray, ne, or } from 'drizzle-orm'
import { bandsAround, distanceOf, isFeatureless } from './dhash.ts'
import { photos } from './tables.ts'

/** Two hashes that differ in no more bits than this show the same picture. */
const DISTANCE_MAX = 6
const KEPT_MAX = 5

export interface Likeness { earlierHash: string, distance: number }

/**
 * The stored photos that look like this one, nearest first. Of two hashes at most 7 bits apart, one of the four bands
 * differs in one bit at most; so looking each band up with its 16 neighbours misses none, and stays on the indexes.
 */
export async function findLikenesses(read: Reader, hash: string, dHash: DHash): Promise<Likeness[]> {
  if (isFeatureless(dHash)) return []
  const [d0, d1, d2, d3] = dHash.map(bandsAround) as [number[], number[], number[], number[]]
  const candidates = await read.select({ hash: photos.hash, d0: photos.d0, d1: photos.d1, d2: photos.d2, d3: photos.d3 }).from(photos)
    .where(and(ne(photos.hash, hash), or(inArray(photos.d0, d0), inArray(photos.d1, d1), inArray(photos.d2, d2), inArray(photos.d3, d3))))
  return candidates
    .map(other => ({ earlierHash: other.hash, distance: distanceOf(dHash, [other.d0, other.d1, other.d2, other.d3]) }))
    .filter(({ distance }) => distance <= DISTANCE_MAX)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, KEPT_MAX)
}
