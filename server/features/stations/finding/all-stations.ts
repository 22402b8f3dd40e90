import type { QueryHandler } from '#server/sync/context.ts'
import type { StationRow } from '#shared/stations/schemas.ts'
import type { KnownStation } from './read-stations.ts'
import { longerFrom } from '#server/core/stations/index.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { knownStations, readStations } from './read-stations.ts'

/** Five digits of a degree are a metre: a phone's own place is no more exact. */
const DIGITS = 5
const rounded = (degrees: number) => Number(degrees.toFixed(DIGITS))

/**
 * Answers `stations.all`: every station, small. Exceptions of past days are left out, so that the answer and
 * its ETag stay the same until a station changes or a day ends.
 */
export const allStations: QueryHandler<'stations.all'> = async (_input, context) => {
  const stations = context.watch ? await knownStations(context) : await readStations(context.read)
  const weeks = [...new Set(stations.map(({ hours }) => hours.week))]
  const numberOf = new Map(weeks.map((week, at) => [week, at]))
  const today = dayOf(context.now)
  const longer = await longerFrom(context.read, context.now)
  return {
    stations: stations.map(station => rowOf(station, numberOf.get(station.hours.week)!, today)),
    weeks,
    ...longer.length > 0 && { longer },
  }
}

function rowOf(
  { hours, shutWords, isDoubtful, isShut: _, photo, ...station }: KnownStation,
  week: number,
  today: string,
): StationRow {
  const exceptions = hours.exceptions.filter(({ day }) => day >= today)
  return {
    ...station,
    latitude: rounded(station.latitude),
    longitude: rounded(station.longitude),
    week,
    ...(exceptions.length > 0 && { exceptions }),
    ...(photo !== null && { photo }),
    ...(shutWords !== null && { shut: shutWords }),
    ...(isDoubtful && { isDoubtful }),
  }
}
