import type { Reader } from '#server/database/database.ts'
import type { Station } from './find-stations.ts'
import { nearestOf, stateAt } from '#shared/stations/rules.ts'
import { and, asc, isNull, ne, sql } from 'drizzle-orm'
import { longerFrom } from './longer-hours.ts'
import { factsOf } from './openings.ts'
import { stations } from './tables.ts'

/**
 * The first page is small and each further one eight times larger: the transaction stays short, for somebody
 * waits at the door and other commands wait behind it.
 */
const [FIRST, MORE_TIMES] = [8, 8]

const { id, name, areaId, latitude, longitude, isSelfService, week, exceptions } = stations
const { shutWords, doubtfulSince } = stations
const hours = { isSelfService, week, exceptions, shutWords, doubtfulSince }
const columns = { id, name, areaId, latitude, longitude, ...hours }

/** The nearest other station that is open now and admits one of those groups, with its distance (m). */
export async function nearestOpen(
  read: Reader,
  from: Station,
  groups: number,
  now: number,
): Promise<{ id: string, name: string, metres: number } | undefined> {
  const mayOpen = and(
    ne(id, from.id),
    isNull(shutWords),
    isNull(doubtfulSince),
    sql`${stations.groups} & ${groups} <> 0`,
  )
  const east = Math.cos((from.latitude * Math.PI) / 180) // A degree of longitude, in degrees of latitude.
  const [north2, east2] = [
    sql`(${latitude} - ${from.latitude}) * (${latitude} - ${from.latitude})`,
    sql`(${longitude} - ${from.longitude}) * (${longitude} - ${from.longitude}) * ${east * east}`,
  ]
  const longer = await longerFrom(read, now)
  for (let [seen, most] = [0, FIRST]; ; seen += most, most *= MORE_TIMES) {
    const page = await read
      .select(columns)
      .from(stations)
      .where(mayOpen)
      .orderBy(sql`${north2} + ${east2}`, asc(id))
      .limit(most)
      .offset(seen)
    const [nearest] = nearestOf(page, from, 1, station => stateAt(factsOf(station, longer), now) === 'open')
    if (nearest)
      return { id: nearest.station.id, name: nearest.station.name, metres: Math.round(nearest.metres) }
    if (page.length < most) return undefined
  }
}
