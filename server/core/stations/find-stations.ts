import type { Reader } from '#server/database/database.ts'
import { inAreas } from '#server/core/posts/index.ts'
import { Refused } from '#shared/refusal.ts'
import { asc, eq } from 'drizzle-orm'
import { stations } from './tables.ts'

export type Station = typeof stations.$inferSelect

/** The stations of some areas, or all of them, ordered by id. */
export const stationsIn = async (read: Reader, areas?: readonly string[]): Promise<Station[]> =>
  await read
    .select()
    .from(stations)
    .where(areas && inAreas(stations.areaId, areas))
    .orderBy(asc(stations.id))

/** The station; refuses an id that names none. */
export async function findStation(read: Reader, stationId: string): Promise<Station> {
  const [station] = await read.select().from(stations).where(eq(stations.id, stationId))
  if (!station) throw new Refused({ code: 'stations.unknown' })
  return station
}

/** What the city says of a station, as its page and the desk's book show it. */
export const shownBasics = ({
  id,
  number,
  name,
  kind,
  address,
  latitude,
  longitude,
  facilities,
  isSelfService,
  week,
}: Station) => ({ id, number, name, kind, address, latitude, longitude, facilities, isSelfService, week })
