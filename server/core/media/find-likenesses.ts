import type { Reader } from '#server/database/database.ts'
import type { DHash } from './dhash.ts'
import { and, inArray, ne, or } from 'drizzle-orm'
import { bandsAround, distanceOf, isFeatureless } from './dhash.ts'
import { photos } from './tables.ts'

/** Two hashes that differ in no more bits than this show the same picture. */
const DISTANCE_MAX = 6
const KEPT_MAX = 5

interface Likeness { earlierHash: string, distance: number }

/**
 * The stored photos that look like this one, those in use first, then the nearest. Of two hashes at most 7
 * bits apart, one of the four bands
 * differs in one bit at most; so looking each band up with its 16 neighbours misses none, and stays on the
 * indexes.
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
