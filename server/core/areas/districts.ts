import type { Place } from '#shared/kernel/fields.ts'
import { readFileSync } from 'node:fs'

type Position = readonly [longitude: number, latitude: number]
type Ring = readonly Position[]
type Polygon = readonly Ring[] // The outline, then the holes in it.
interface Feature {
  properties: { code: string }
  geometry: { type: 'Polygon', coordinates: Polygon } | { type: 'MultiPolygon', coordinates: readonly Polygon[] }
}

let districts: readonly { code: string, polygons: readonly Polygon[] }[] | undefined

function loadDistricts() {
  const { features } = JSON.parse(readFileSync(new URL('./data/wuhan-districts.geojson', import.meta.url), 'utf8')) as { features: Feature[] }
  return features.map(({ properties, geometry }) => ({
    code: properties.code,
    polygons: geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates,
  }))
}

function crossesOddly(ring: Ring, x: number, y: number) {
  let isOdd = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [[x1, y1], [x2, y2]] = [ring[i]!, ring[j]!]
    if ((y1 > y) !== (y2 > y) && x < (x2 - x1) * (y - y1) / (y2 - y1) + x1) isOdd = !isOdd
  }
  return isOdd
}

/** Even-odd rule over all rings, so that a hole takes its inside away again. */
const isInside = (polygon: Polygon, x: number, y: number) => polygon.filter(ring => crossesOddly(ring, x, y)).length % 2 === 1

/**
 * The code of the district around a place (WGS-84), or null outside the city. The outlines are coarse:
 * a hint for where to send something, which staff can correct, never a fence.
 */
export function districtAt({ longitude, latitude }: Place): string | null {
  districts ??= loadDistricts()
  return districts.find(({ polygons }) => polygons.some(polygon => isInside(polygon, longitude, latitude)))?.code ?? null
}
