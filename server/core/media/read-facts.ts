import { DAY_MS } from '#shared/kernel/day.ts'
import ExifReader from 'exifreader'

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
