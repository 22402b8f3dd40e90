import type { Polygon, Position } from '#shared/kernel/outline.ts'
import { isInside } from '#shared/kernel/outline.ts'

export interface Tile { readonly z: number, readonly x: number, readonly y: number }

/** A border is followed in steps of this part of a tile, so that no tile it crosses is missed by much. */
const STEP = 0.4

/** Web Mercator, in tiles of a zoom. */
function project([longitude, latitude]: Position, z: number) {
  const radians = latitude * Math.PI / 180
  return {
    x: (longitude + 180) / 360 * 2 ** z,
    y: (1 - Math.asinh(Math.tan(radians)) / Math.PI) / 2 * 2 ** z,
  }
}
const unproject = (x: number, y: number, z: number) => ({
  longitude: x / 2 ** z * 360 - 180,
  latitude: Math.atan(Math.sinh(Math.PI * (1 - 2 * y / 2 ** z))) * 180 / Math.PI,
})

/** The tiles of one zoom that an area lies on. */
export function tilesOver(polygons: readonly Polygon[], z: number): Tile[] {
  const found = new Map<string, Tile>()
  const add = (x: number, y: number) => found.set(`${x} ${y}`, { z, x, y })
  for (const polygon of polygons) {
    const outline = polygon[0]!.map(point => project(point, z))
    outline.forEach((to, i) => {
      const from = outline[i - 1] ?? to
      const steps = Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / STEP) || 1
      for (let step = 1; step <= steps; step++) {
        const [x, y] = [from.x + (to.x - from.x) * step / steps, from.y + (to.y - from.y) * step / steps]
        add(Math.floor(x), Math.floor(y))
      }
    })
    const [xs, ys] = [outline.map(({ x }) => x), outline.map(({ y }) => y)]
    for (let x = Math.floor(Math.min(...xs)); x <= Math.max(...xs); x++) {
      for (let y = Math.floor(Math.min(...ys)); y <= Math.max(...ys); y++) {
        if (isInside(polygon, unproject(x + 0.5, y + 0.5, z))) add(x, y)
      }
    }
  }
  return [...found.values()]
}

/** The tiles one zoom farther out that hold these. */
export const tilesAbove = (tiles: readonly Tile[]): Tile[] => [
  ...new Map(tiles.map(({ z, x, y }) => [
    `${x >> 1} ${y >> 1}`,
    { z: z - 1, x: x >> 1, y: y >> 1 },
  ])).values(),
]
