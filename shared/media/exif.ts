import type { Place } from '#shared/kernel/fields.ts'

/** When (UTC ms) and where a photo was taken, by its EXIF. */
export interface PhotoFacts { takenAt?: number, place?: Place }

/** The tags that `readTags` reads, by ExifReader's names. */
export const WANTED_TAGS = [
  'DateTime',
  'DateTimeDigitized',
  'DateTimeOriginal',
  'OffsetTime',
  'OffsetTimeDigitized',
  'OffsetTimeOriginal',
  'GPSDateStamp',
  'GPSHPositioningError',
  'GPSLatitude',
  'GPSLatitudeRef',
  'GPSLongitude',
  'GPSLongitudeRef',
  'GPSTimeStamp',
] as const
type Tag = { readonly value: unknown } | undefined
type Tags = Readonly<Partial<Record<typeof WANTED_TAGS[number], Tag>>>

/** An earlier time is that of a clock that was never set: cameras begin in 1970, 1980, 2000 or 2002. */
const EARLIEST = Date.UTC(2010, 0, 1)
const SHANGHAI = '+08:00' // Assumed for a camera without a time zone.

/**
 * Time and place in a photo's EXIF tags (EXIF 3.0, 4.6.5 and 4.6.6), written as cameras write them. Absent is
 * what is missing, impossible, before 2010 or after `latest` (UTC ms).
 */
export function readTags(tags: Tags, latest: number): PhotoFacts {
  const takenAt = timesIn(tags).find(instant => instant >= EARLIEST && instant <= latest)
  const place = placeIn(tags)
  return { ...takenAt !== undefined && { takenAt }, ...place && { place } }
}

/**
 * The times of a photo: the shutter's first, then the satellites', which may be right if the camera's clock
 * is wrong. NaN for missing ones.
 */
const timesIn = (tags: Tags): number[] => [
  instantOf(textIn(tags.DateTimeOriginal), textIn(tags.OffsetTimeOriginal) || textIn(tags.OffsetTime)),
  instantOf(textIn(tags.DateTimeDigitized), textIn(tags.OffsetTimeDigitized) || textIn(tags.OffsetTime)),
  satelliteTime(tags),
  instantOf(textIn(tags.DateTime), textIn(tags.OffsetTime)),
]

/** `zone`: as EXIF's offset tags have it, which some programs append to the time itself. */
function instantOf(written: string, zone: string): number {
  const [, time, appended] = /^.{10}[ T](\d\d:\d\d:\d\d)(?:\.\d+)?(\S*)/.exec(written) ?? []
  return Date.parse(`${isoDay(written)}T${time}${isoZone(appended) ?? isoZone(zone) ?? SHANGHAI}`)
}

function satelliteTime({ GPSDateStamp, GPSTimeStamp }: Tags): number {
  const [hours = Number.NaN, minutes = Number.NaN, seconds] = sixtiethsIn(GPSTimeStamp)
  const midnight = Date.parse(`${isoDay(textIn(GPSDateStamp))}T00:00:00Z`)
  return midnight + Math.floor(hours * 3600 + minutes * 60 + seconds) * 1000
}

const isoDay = (written: string): string | undefined =>
  /^\d{4}([:/-])\d\d\1\d\d/.exec(written)?.[0].replace(/[:/]/g, '-')
const isoZone = (written = ''): string | undefined =>
  /^(?:Z|[+-]\d\d:?\d\d)$/.exec(written)?.[0].replace(/(\d\d):?(\d\d)/, '$1:$2')

/** Cameras without a fix write zeros or nonsense. */
function placeIn(tags: Tags): Place | undefined {
  const latitude = degreesIn(tags.GPSLatitude, textIn(tags.GPSLatitudeRef), 'N', 'S')
  const longitude = degreesIn(tags.GPSLongitude, textIn(tags.GPSLongitudeRef), 'E', 'W')
  if (latitude === undefined || longitude === undefined) return undefined
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180 || (latitude === 0 && longitude === 0))
    return undefined
  const accuracy = fraction(tags.GPSHPositioningError?.value)
  return { latitude, longitude, ...accuracy !== undefined && accuracy >= 0 && { accuracy } }
}

/** Degrees with their sign, by the first letter of the reference: some write "s" or "South". */
function degreesIn(tag: Tag, reference: string, plus: string, minus: string): number | undefined {
  const [degrees, minutes, seconds] = sixtiethsIn(tag)
  const side = reference.charAt(0).toUpperCase()
  if (degrees === undefined || minutes === undefined || (side !== plus && side !== minus)) return undefined
  return (side === plus ? 1 : -1) * (degrees + minutes / 60 + seconds / 3600)
}

/** Degrees or hours, minutes, seconds. Missing seconds, or 0/0 of them, are none. */
function sixtiethsIn(tag: Tag): [number | undefined, number | undefined, number] {
  const [whole, minutes, seconds] = Array.isArray(tag?.value) ? tag.value.map(fraction) : []
  return [whole, minutes, seconds ?? 0]
}

/** A rational as ExifReader gives it, `[numerator, denominator]`; undefined for 0/0 and 5/0. */
function fraction(value: unknown): number | undefined {
  if (!Array.isArray(value)) return undefined
  const [above, below] = value as unknown[]
  return typeof above === 'number' && typeof below === 'number' && Number.isFinite(above / below)
    ? above / below
    : undefined
}

/** ASCII as ExifReader gives it: a list of texts, one for each NUL. */
const textIn = (tag: Tag): string =>
  Array.isArray(tag?.value) ? tag.value.join('').trim() : ''
