import type { Place } from '#shared/kernel/fields.ts'
import type { StationRow } from '#shared/stations/schemas.ts'
import { nearestOf } from '#shared/stations/rules.ts'

const SUGGESTED = 3
/** Stations farther than this (m) say nothing about where somebody is. */
const NEAR_M = 2_000

type Landmark = Pick<StationRow, 'latitude' | 'longitude' | 'areaId'>

/** The codes of the areas of the nearest stations: the three closest, none twice. */
export function areasNear(place: Place, stations: readonly Landmark[], leastLength: number): string[] {
  const codes = nearestOf(stations, place, stations.length)
    .filter(({ metres }) => metres <= NEAR_M)
    .map(({ station }) => station.areaId ?? '')
    .filter(areaId => areaId.length >= leastLength)
  return [...new Set(codes)].slice(0, SUGGESTED)
}
