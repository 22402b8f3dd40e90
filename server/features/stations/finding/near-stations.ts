import type { Reader } from '#server/database/database.ts'
import type { Slots } from '#server/database/prepared.ts'
import type { QueryHandler } from '#server/sync/context.ts'
import { factsOf, longerFrom, stations } from '#server/core/stations/index.ts'
import { prepared } from '#server/database/prepared.ts'
import { distanceM } from '#shared/kernel/geo.ts'
import { meetsNeeds, stateAt } from '#shared/stations/rules.ts'
import { NEAR_MAX } from '#shared/stations/schemas.ts'
import { inArray } from 'drizzle-orm'
import { knownPlaces } from './known-places.ts'
import { nearestPlaces } from './nearest-places.ts'

/** No station has this number: it fills the unused slots of the statement when there are fewer results. */
const NOBODY = 0

const stationsNumbered = prepared<Record<string, number>, (typeof stations.$inferSelect)[], Reader>(
  (read, slots: Slots<Record<string, number>>) =>
    read
      .select()
      .from(stations)
      .where(inArray(stations.number, Object.values(slots)))
      .prepare('stations_numbered'),
)

/** Answers `stations.near`: the stations that meet all needs now, the nearest first. */
export const nearStations: QueryHandler<'stations.near'> = async ({ place, needs }, context) => {
  const { read, now } = context
  const longer = await longerFrom(read, now)
  const wish = { place, needs, most: NEAR_MAX, now, longer }
  const numbers = await nearestPlaces(await knownPlaces(context), wish)
  const slots = Object.fromEntries(
    Array.from({ length: NEAR_MAX }, (_, i) => [`n${i}`, numbers[i] ?? NOBODY]),
  )
  const found = new Map((await stationsNumbered(read, slots)).map(station => [station.number, station]))
  return numbers.flatMap((number) => {
    const station = found.get(number)
    if (!station) return [] // On PostgreSQL the cache may be older than the station's deletion.
    const { id, name, address, latitude, longitude, facilities } = station
    const facts = { ...factsOf(station, longer), facilities }
    if (!meetsNeeds(facts, needs, now)) return []
    return [
      {
        id,
        name,
        address,
        latitude,
        longitude,
        metres: Math.round(distanceM(place, station)),
        state: stateAt(facts, now),
      },
    ]
  })
}
