import type { Reader } from '#server/database/database.ts'
import type { Place } from '#shared/kernel/fields.ts'
import type { PhotoFacts } from '#shared/media/exif.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { readTags, WANTED_TAGS } from '#shared/media/exif.ts'
import { inArray } from 'drizzle-orm'
import ExifReader from 'exifreader'
import { photos } from './tables.ts'

interface StoredFacts { hash: string, takenAt: number | null, place: Place | null }

/**
 * When and where the photos say they were taken, in the order asked for. For staff only: it can tell where
 * somebody lives.
 */
export async function photoFacts(read: Reader, hashes: readonly string[]): Promise<StoredFacts[]> {
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

/** The facts in a photo's file. */
export interface FileFacts { takenAt: number | null, latitude: number | null, longitude: number | null }

/**
 * Time (ms) and place (WGS-84) from the EXIF; null where they are absent or impossible. Never throws, since
 * anybody can write an EXIF.
 */
export function readFacts(bytes: Buffer, now: number): FileFacts {
  const { takenAt = null, place: { latitude, longitude } = NOWHERE } = factsIn(bytes, now)
  return { takenAt, latitude, longitude }
}

const NOWHERE = { latitude: null, longitude: null }

function factsIn(bytes: Buffer, now: number): PhotoFacts {
  try {
    const { exif } = ExifReader.load(bytes, { expanded: true, includeTags: { exif: [...WANTED_TAGS] } })
    return readTags(exif ?? {}, now + DAY_MS) // The phone's clock may be ahead; people judge by how much.
  }
  catch {
    return {} // The library throws on files without metadata.
  }
}
