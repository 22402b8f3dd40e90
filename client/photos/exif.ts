import type { Place } from '#shared/kernel/fields.ts'

/** When (UTC ms) and where a photo was taken, by its EXIF. */
export interface PhotoFacts { takenAt?: number, place?: Place }

const WANTED = {
  exif: [
    'DateTimeOriginal',
    'OffsetTimeOriginal',
    'GPSLatitude',
    'GPSLatitudeRef',
    'GPSLongitude',
    'GPSLongitudeRef',
    'GPSHPositioningError',
  ],
  gps: ['Latitude', 'Longitude'],
} as const

/** Reads time and place from a photo's EXIF; empty when there is none, or its reader can't be loaded. */
export async function readFacts(bytes: ArrayBuffer): Promise<PhotoFacts> {
  try {
    const { load } = await import('exifreader')
    const { exif, gps } = load(bytes, {
      expanded: true,
      includeTags: { exif: [...WANTED.exif], gps: [...WANTED.gps] },
    })
    const takenAt = readTime(exif?.DateTimeOriginal?.description, exif?.OffsetTimeOriginal?.description)
    const place = readPlace(gps?.Latitude, gps?.Longitude, exif?.GPSHPositioningError?.description)
    return { ...takenAt === undefined ? {} : { takenAt }, ...place ? { place } : {} }
  }
  catch {
    // The library throws on files without metadata, and may not be on the phone yet: neither is a trouble of
    // the rider's.
    return {}
  }
}

/**
 * EXIF writes local time; without an offset it is Shanghai's. A time that has not come yet is a wrong clock.
 */
function readTime(written = '', offset = ''): number | undefined {
  const [, year, month, day, time] = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/.exec(written) ?? []
  if (!year) return undefined
  const zone = /^[+-]\d\d:\d\d$/.test(offset) ? offset : '+08:00'
  const instant = Date.parse(`${year}-${month}-${day}T${time}${zone}`)
  return instant > 0 && instant <= Date.now() ? instant : undefined
}

/** Cameras without a fix write zeros or nonsense. */
function readPlace(latitude = Number.NaN, longitude = Number.NaN, written = ''): Place | undefined {
  const isOnEarth =
    Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && (latitude !== 0 || longitude !== 0)
  if (!isOnEarth) return undefined
  const accuracy = Number.parseFloat(written)
  return { latitude, longitude, ...accuracy >= 0 ? { accuracy } : {} }
}
