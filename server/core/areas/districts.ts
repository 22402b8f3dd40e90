import type { Place } from '#shared/kernel/fields.ts'
import type { Polygon } from '#shared/kernel/outline.ts'
import { readFileSync } from 'node:fs'
import { isInside } from '#shared/kernel/outline.ts'

interface Feature {
  properties: { code: string }
  geometry:
    { type: 'Polygon', coordinates: Polygon } | { type: 'MultiPolygon', coordinates: readonly Polygon[] }
}

let districts: readonly { code: string, polygons: readonly Polygon[] }[] | undefined

function loadDistricts() {
  const { features } = JSON.parse(
    readFileSync(new URL('./data/wuhan-districts.geojson', import.meta.url), 'utf8'),
  ) as { features: Feature[] }
  return features.map(({ properties, geometry }) => ({
    code: properties.code,
    polygons: geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates,
  }))
}

/** The outline of a district, coarse; nothing for a code that is no district's. */
export function outlineOf(code: string): readonly Polygon[] {
  districts ??= loadDistricts()
  return districts.find(district => district.code === code)?.polygons ?? []
}

/**
 * The code of the district around a place (WGS-84), or null outside the city. The outlines are coarse:
 * a hint for where to send something, which staff can correct, never a fence.
 */
export function districtAt(place: Place): string | null {
  districts ??= loadDistricts()
  return districts.find(({ polygons }) => polygons.some(polygon => isInside(polygon, place)))?.code ?? null
}
