import type { Place } from './fields.ts'

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

/** Wuhan's outline lies in this box of degrees. */
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
