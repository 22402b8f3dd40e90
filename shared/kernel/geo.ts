import { is } from 'valibot'
import { Place } from './fields.ts'

const EARTH_RADIUS_M = 6_371_008.8
const METRES_PER_DEGREE = EARTH_RADIUS_M * Math.PI / 180
const radians = (degrees: number) => degrees * Math.PI / 180

/** Metres between two places on the sphere (haversine). */
export function distanceM(a: Place, b: Place): number {
  const h =
    Math.sin(radians(b.latitude - a.latitude) / 2) ** 2
    + Math.cos(radians(a.latitude))
    * Math.cos(radians(b.latitude))
    * Math.sin(radians(b.longitude - a.longitude) / 2) ** 2
  return 2 * EARTH_RADIUS_M * Math.asin(Math.sqrt(h))
}

/**
 * A place from outside, such as a phone's position or a photo's data; undefined if it is invalid. An invalid
 * accuracy is left out.
 */
export function placeFrom(latitude: unknown, longitude: unknown, accuracy?: unknown): Place | undefined {
  const bare = { latitude, longitude }
  // Two zeros mean that there was no fix.
  if (!is(Place, bare) || (latitude === 0 && longitude === 0)) return undefined
  const whole = { ...bare, accuracy }
  return accuracy !== undefined && is(Place, whole) ? whole : bare
}

/** A position less exact than this (m) does not tell its community. */
export const ACCURACY_MAX_M = 500
/** Whether a place is exact enough to be used; one that a person marked has no accuracy. */
export const isExact = ({ accuracy = 0 }: Place): boolean => accuracy <= ACCURACY_MAX_M

/** The box of degrees around Wuhan's outline. */
const CITY = { south: 29.96, north: 31.37, west: 113.69, east: 115.09 }

/** False for a place surely outside the city; the server knows its exact outline. */
export const mayBeInCity = ({ latitude, longitude }: Place): boolean =>
  latitude >= CITY.south && latitude <= CITY.north && longitude >= CITY.west && longitude <= CITY.east

/**
 * A box of degrees that holds everything within `radiusM` metres of a place: an index finds the box,
 * `distanceM` the circle.
 */
export function boxAround({ latitude, longitude }: Place, radiusM: number) {
  const up = radiusM / METRES_PER_DEGREE
  const across = up / Math.max(0.01, Math.cos(radians(latitude)))
  return { south: latitude - up, north: latitude + up, west: longitude - across, east: longitude + across }
}

/** The middle of the square of a fixed grid, `sideM` metres a side, in which a place lies. */
export function middleOfSquare({ latitude, longitude }: Place, sideM: number): Place {
  const middleOf = (degrees: number, side: number) => (Math.floor(degrees / side) + 0.5) * side
  const up = sideM / METRES_PER_DEGREE
  const middle = middleOf(latitude, up)
  // The width is that of the row's middle, so that it does not reveal where in the row the place is.
  return { latitude: middle, longitude: middleOf(longitude, up / Math.cos(radians(middle))) }
}

const DIGITS = 5
/** Coordinates (WGS-84) as maps read them: 30.59283,114.30525. */
export const coordinatesOf = ({ latitude, longitude }: Place): string =>
  `${latitude.toFixed(DIGITS)},${longitude.toFixed(DIGITS)}`
