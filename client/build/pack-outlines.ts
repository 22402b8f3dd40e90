import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * Packs the districts' outlines for the phone: `npx tsx client/build/pack-outlines.ts`. The result is
 * committed; unpacked again by app/places/districts.ts.
 */
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const UNITS_PER_DEGREE = 10_000 // As fine as the source is.

type Ring = [longitude: number, latitude: number][]
interface Feature {
  properties: { name: string }
  geometry: { type: 'Polygon', coordinates: Ring[] } | { type: 'MultiPolygon', coordinates: Ring[][] }
}

/** Whole units, each point as its way from the one before: small numbers, which compress well. */
function pack(ring: Ring): number[] {
  const points = ring.map(
    ([x, y]) => [Math.round(x * UNITS_PER_DEGREE), Math.round(y * UNITS_PER_DEGREE)] as const,
  )
  return points.flatMap(([x, y], i) => (i === 0 ? [x, y] : [x - points[i - 1]![0], y - points[i - 1]![1]]))
}

const { features } = JSON.parse(
  readFileSync(at('../../server/core/areas/data/wuhan-districts.geojson'), 'utf8'),
) as { features: Feature[] }
const packed = features.map(({ properties: { name }, geometry }) => ({
  name,
  polygons: (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates).map(polygon =>
    polygon.map(pack),
  ),
}))
writeFileSync(at('../app/places/districts.json'), `${JSON.stringify(packed)}\n`)
