import type { LatLng } from '#shared/kernel/fields.ts'
import type { Position } from '#shared/kernel/outline.ts'
import type { City } from './districts.ts'

/** A small map as parts of an SVG, in px; `rivers` are strokes with their width. */
export interface Picture {
  readonly land: string
  readonly names: readonly { readonly words: string, readonly x: number, readonly y: number }[]
  readonly rivers: readonly { readonly path: string, readonly width: number }[]
  readonly bridges: string
  readonly spots: readonly { readonly x: number, readonly y: number }[]
}
export interface Frame { readonly width: number, readonly height: number, readonly metresPerPx: number }

const METRES_PER_DEGREE = 111_195
const RIVER_MIN_PX = 2

/** Draws the surroundings of a place, which lies in the middle. North is up. */
export function pictureOf(city: City, place: LatLng, spots: readonly LatLng[], frame: Frame): Picture {
  const { width, height, metresPerPx } = frame
  const perDegree = METRES_PER_DEGREE / metresPerPx
  const across = perDegree * Math.cos(place.latitude * Math.PI / 180)
  const xy = ([longitude, latitude]: Position) => ({
    x: Math.round(width / 2 + (longitude - place.longitude) * across),
    y: Math.round(height / 2 - (latitude - place.latitude) * perDegree),
  })
  const pathOf = (line: readonly Position[]) =>
    line.map(xy).map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x} ${y}`).join('')
  /** Whether a line's box meets the frame. */
  const isNear = (line: readonly Position[]) => {
    const points = line.map(xy)
    const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)]
    return Math.min(...xs) < width && Math.max(...xs) > 0 && Math.min(...ys) < height && Math.max(...ys) > 0
  }
  const areas = (rings: readonly (readonly Position[])[]) =>
    rings.filter(isNear).map(ring => `${pathOf(ring)}Z`).join('')
  return {
    land: areas(city.districts.flatMap(({ polygons }) => polygons.flat())),
    names: city.lakes
      .map(({ name, at }) => ({ words: name, ...xy(at) }))
      .filter(({ x, y }) => x > 0 && x < width && y > 0 && y < height),
    rivers: city.rivers.filter(({ line }) => isNear(line)).map(({ line, widthM }) =>
      ({ path: pathOf(line), width: Math.max(RIVER_MIN_PX, Math.round(widthM / metresPerPx)) })),
    bridges: city.bridges.map(({ line }) => line).filter(isNear).map(pathOf).join(''),
    spots: spots
      .map(({ longitude, latitude }) => xy([longitude, latitude]))
      .filter(({ x, y }) => x > 0 && x < width && y > 0 && y < height),
  }
}
