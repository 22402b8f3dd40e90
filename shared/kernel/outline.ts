import type { Place } from './fields.ts'

export type Position = readonly [longitude: number, latitude: number]
export type Ring = readonly Position[]
/** The outline, then the holes in it. */
export type Polygon = readonly Ring[]

function crossesOddly(ring: Ring, x: number, y: number) {
  let isOdd = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [[x1, y1], [x2, y2]] = [ring[i]!, ring[j]!]
    if ((y1 > y) !== (y2 > y) && x < (x2 - x1) * (y - y1) / (y2 - y1) + x1) isOdd = !isOdd
  }
  return isOdd
}

/** Even-odd rule over all rings, so that holes count as outside. */
export const isInside = (polygon: Polygon, { longitude, latitude }: Place): boolean =>
  polygon.filter(ring => crossesOddly(ring, longitude, latitude)).length % 2 === 1
