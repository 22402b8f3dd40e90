import type { QueryContext } from '#server/sync/context.ts'
import type { Answer, QueryInput } from '#shared/queries.ts'
import { distanceM } from '#shared/kernel/geo.ts'
import { meetsNeeds, stateAt } from '#shared/stations/rules.ts'
import { NEAR_MAX } from '#shared/stations/schemas.ts'
import { around } from 'geokdbush'
import { knownStations } from './known-stations.ts'

/** Answers `stations.near`: the nearest that have all that is needed now, the nearest first. */
export async function nearStations({ place, needs }: QueryInput<'stations.near'>, context: QueryContext): Promise<Answer<'stations.near'>> {
  const { stations, index } = await knownStations(context)
  const isWanted = needs.length === 0 ? undefined : (at: number) => meetsNeeds(stations[at]!, needs, context.now)
  return around<number>(index, place.longitude, place.latitude, NEAR_MAX, undefined, isWanted).map((at) => {
    const station = stations[at]!
    const { id, name, address, latitude, longitude } = station
    return { id, name, address, latitude, longitude, metres: Math.round(distanceM(place, station)), state: stateAt(station, context.now) }
  })
}
