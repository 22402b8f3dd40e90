import type { Place } from '#shared/kernel/fields.ts'
import type { Polygon } from '#shared/kernel/outline.ts'
import { isInside } from '#shared/kernel/outline.ts'

export interface District { readonly name: string, readonly polygons: readonly Polygon[] }
const UNITS_PER_DEGREE = 10_000

/** Each point was packed as its way from the one before (build/pack-outlines.ts). */
function unpack(ways: readonly number[]): [longitude: number, latitude: number][] {
  const ring: [number, number][] = []
  let [x, y] = [0, 0]
  for (let i = 0; i + 1 < ways.length; i += 2) {
    x += ways[i]!
    y += ways[i + 1]!
    ring.push([x / UNITS_PER_DEGREE, y / UNITS_PER_DEGREE])
  }
  return ring
}

/**
 * The outlines of the city's districts: a picture to find one's way by, about 80 m true. They come only when
 * somebody moves a pin or opens a map.
 */
export async function loadDistricts(): Promise<District[]> {
  const { default: packed } = await import('./districts.json')
  return packed.map(({ name, polygons }) => ({
    name,
    polygons: polygons.map(polygon => polygon.map(unpack)),
  }))
}

/**
 * The name of the district around a place; undefined outside the city, or while the outlines are not there.
 */
export const districtAround = (districts: readonly District[], place: Place): string | undefined =>
  districts.find(({ polygons }) => polygons.some(polygon => isInside(polygon, place)))?.name
