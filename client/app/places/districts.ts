import type { Place } from '#shared/kernel/fields.ts'
import type { Polygon } from '#shared/kernel/outline.ts'
import { isInside } from '#shared/kernel/outline.ts'

export interface District { readonly name: string, readonly polygons: readonly Polygon[] }
const UNITS_PER_DEGREE = 10_000

/** Undoes client/build/pack-outlines.ts, which stores each point as its difference from the one before. */
function unpack(steps: readonly number[]): [longitude: number, latitude: number][] {
  const ring: [number, number][] = []
  let [x, y] = [0, 0]
  for (let i = 0; i + 1 < steps.length; i += 2) {
    x += steps[i]!
    y += steps[i + 1]!
    ring.push([x / UNITS_PER_DEGREE, y / UNITS_PER_DEGREE])
  }
  return ring
}

/** The outlines of the city's districts, exact to about 80 m. Fetched only for a map. */
export async function loadDistricts(): Promise<District[]> {
  const { default: packed } = await import('./districts.json')
  return packed.map(({ name, polygons }) => ({
    name,
    polygons: polygons.map(polygon => polygon.map(unpack)),
  }))
}

/** The name of the district that contains a place; undefined outside the city and without outlines. */
export const districtAround = (districts: readonly District[], place: Place): string | undefined =>
  districts.find(({ polygons }) => polygons.some(polygon => isInside(polygon, place)))?.name
