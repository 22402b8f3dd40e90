import type { Cluster } from './clusters.ts'
import { stateOf } from './clusters.ts'

/** A cell of the honeycomb, its point up, in a box of 40 × 44 px. */
const CELL = 'M20 1.5 37.5 11.5v21L20 42.5 2.5 32.5v-21z'
export const HEXAGON_PX = [40, 44] as const

/** Picture and class of stations on the map: a door or its own number for one, how many for several. */
export function hexagonOf(cluster: Cluster, isChosen: boolean): { html: string, className: string } {
  const { dots } = cluster
  const number = dots.length > 1 ? dots.length : dots[0]?.number
  const inside = number !== undefined
    ? `<text x="20" y="28">${number}</text>`
    : '<path class="hive__door" d="M13 28V20.5L20 15l7 5.5V28zM17.5 28v-5h5v5"/>'
  return {
    html: `<svg viewBox="0 0 40 44" aria-hidden="true"><path class="hive__cell" d="${CELL}"/>${inside}</svg>`,
    className: `hive hive--${stateOf(cluster)}${isChosen ? ' hive--chosen' : ''}`,
  }
}
