import type { Reader } from '#server/database/database.ts'
import type { Place } from '#shared/kernel/fields.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { inArray } from 'drizzle-orm'
import ExifReader from 'exifreader'
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

/** The facts in a photo's file. */
export interface FileFacts { takenAt: number | null, latitude: number | null, longitude: number | null }

const EARLIEST = Date.UTC(2000, 0, 1)
const SHANGHAI = '+08:00' // A camera without a time zone is on the city's clock.

/**
 * Time (ms) and place (WGS-84) from the EXIF; null where they are absent or impossible. Never throws, since
 * anybody can write an EXIF.
 */
export function readFacts(bytes: Buffer, now: number): FileFacts {
  try {
    const { exif, gps } = ExifReader.load(bytes, {
      expanded: true,
      includeTags: {
        exif: [
          'DateTimeOriginal',
          'OffsetTimeOriginal',
          'GPSLatitude',
          'GPSLatitudeRef',
          'GPSLongitude',
          'GPSLongitudeRef',
        ],
        gps: true,
      },
    })
    return {
      takenAt: instantOf(exif?.DateTimeOriginal?.description, exif?.OffsetTimeOriginal?.description, now),
      ...placeOf(gps?.Latitude, gps?.Longitude),
    }
  }
  catch {
    return { takenAt: null, ...placeOf(undefined, undefined) }
  }
}

function instantOf(said: string | undefined, offset: string | undefined, now: number): number | null {
  const parts = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/.exec(said ?? '')
  if (!parts) return null
  const zone = /^[+-]\d\d:\d\d$/.test(offset ?? '') ? offset : SHANGHAI
  const instant = Date.parse(`${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}${zone}`)
  return instant >= EARLIEST && instant <= now + DAY_MS ? instant : null
}

/** A receiver without a fix writes 0°, 0°, which is in the sea. */
function placeOf(latitude: number | undefined, longitude: number | undefined) {
  const isPlace = latitude !== undefined && longitude !== undefined
    && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && (latitude !== 0 || longitude !== 0)
  return isPlace ? { latitude, longitude } : { latitude: null, longitude: null }
}
