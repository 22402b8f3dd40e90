import type { StationState } from '#shared/stations/rules.ts'

/** A station on the map, or another place to choose, by its number in a list. */
export interface Dot {
  readonly id: string
  readonly latitude: number
  readonly longitude: number
  readonly state: StationState
  readonly number?: number
}
/** Stations that only say where something else is, all drawn alike. */
export const landmarksOf = (stations: readonly Omit<Dot, 'state' | 'number'>[]): Dot[] =>
  stations.map(({ id, latitude, longitude }) => ({ id, latitude, longitude, state: 'open' }))
/** Stations drawn as one, in the middle between them (px of the zoomed world). */
export interface Cluster { readonly x: number, readonly y: number, readonly dots: readonly Dot[] }

/** Stations closer than this on the screen (px) become one. */
const CELL_PX = 68

/** Gathers stations that would cover one another; the same ones for a zoom, wherever the map is moved. */
export function clustersOf(
  dots: readonly Dot[],
  project: (dot: Dot) => { x: number, y: number },
  cellPx = CELL_PX,
): Cluster[] {
  const cells = new Map<string, { x: number, y: number, dots: Dot[] }>()
  for (const dot of dots) {
    const { x, y } = project(dot)
    const key = `${Math.floor(x / cellPx)},${Math.floor(y / cellPx)}`
    const cell = cells.get(key)
    if (!cell) {
      cells.set(key, { x, y, dots: [dot] })
      continue
    }
    const count = cell.dots.push(dot)
    cell.x += (x - cell.x) / count
    cell.y += (y - cell.y) / count
  }
  return [...cells.values()]
}

/** Open where any of them is, since that is what people look for. */
export const stateOf = ({ dots }: Pick<Cluster, 'dots'>): StationState =>
  (['open', 'doubtful'] as const).find(state => dots.some(dot => dot.state === state)) ?? 'closed'
