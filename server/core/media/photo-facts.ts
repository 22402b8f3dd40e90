import type { Reader } from '#server/database/database.ts'
import type { Place } from '#shared/kernel/fields.ts'
import { inArray } from 'drizzle-orm'
import { photos } from './tables.ts'

interface PhotoFacts { hash: string, takenAt: number | null, place: Place | null }

/**
 * When and where the photos say they were taken, in the order asked for. For staff only: it can tell where
 * somebody lives.
 */
export async function photoFacts(read: Reader, hashes: readonly string[]): Promise<PhotoFacts[]> {
  if (hashes.length === 0) return []
  const rows = await read
    .select({
      hash: photos.hash,
      takenAt: photos.takenAt,
      latitude: photos.latitude,
      longitude: photos.longitude,
    })
    .from(photos)
    .where(inArray(photos.hash, [...new Set(hashes)]))
  const byHash = new Map(rows.map(row => [row.hash, row]))
  return hashes.flatMap((hash) => {
    const row = byHash.get(hash)
    if (!row) return []
    const place =
      row.latitude === null || row.longitude === null
        ? null
        : { latitude: row.latitude, longitude: row.longitude }
    return [{ hash, takenAt: row.takenAt, place }]
  })
}
