import type { Area } from '#shared/areas/schemas.ts'
import type { Place } from '#shared/kernel/fields.ts'
import type { StationRow } from '#shared/stations/schemas.ts'
import { areaLabel, shortArea } from '#client/app/words/areas.ts'
import { distanceText } from '#client/app/words/index.ts'
import { COMMUNITY_LENGTH, STREET_LENGTH } from '#shared/areas/schemas.ts'
import { nearestOf } from '#shared/stations/rules.ts'

/** A station farther than this (m) tells nobody where something is. */
const NEAR_M = 3_000
/** Closer than this (m), a place counts as at the station's door. */
const BESIDE_M = 25
/** A station's community is named for places this near to it (m). */
const SAME_COMMUNITY_M = 400

export type Landmark = Pick<StationRow, 'name' | 'latitude' | 'longitude' | 'areaId'>
export interface Surroundings {
  readonly stations: readonly Landmark[]
  /** Every area's name, by code; empty where it is not needed or not on this phone. */
  readonly areas: ReadonlyMap<Area[0], Area[1]>
  /** The district around a place; undefined outside the city and while unknown. */
  readonly districtAround: (place: Place) => string | undefined
}

/**
 * A place in words: 民意街街道 永丰社区 · 距民意街小蜜蜂驿站 120 米. `areaName` is the full name of the area it
 * belongs to; without one a station close by, or the district, says it.
 */
export function placeText(place: Place, around: Surroundings, areaName?: string): string {
  const [near] = nearestOf(around.stations, place, 1)
  const landmark = near && near.metres <= NEAR_M ? near : undefined
  const where = areaName === undefined ? areaAround(place, around, landmark) : shortArea(areaName)
  return [where, landmark && landmarkText(landmark)].filter(Boolean).join(' · ')
}

const landmarkText = ({ station, metres }: { station: Landmark, metres: number }) =>
  metres < BESIDE_M ? `${station.name}门口` : `距${station.name} ${distanceText(metres)}`

/** A station close by says it best: the districts' outlines may be some hundred metres off. */
function areaAround(
  place: Place,
  { areas, districtAround }: Surroundings,
  near: { station: Landmark, metres: number } | undefined,
): string | undefined {
  const code = near && near.metres <= SAME_COMMUNITY_M ? near.station.areaId : undefined
  const names = [STREET_LENGTH, COMMUNITY_LENGTH].flatMap(length =>
    code !== undefined && code.length >= length ? areas.get(code.slice(0, length)) ?? [] : [])
  return names.length > 0 ? `${names.map(areaLabel).join(' ')}附近` : districtAround(place)
}
