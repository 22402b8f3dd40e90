import type { Reader } from '#server/database/database.ts'
import { inArea } from '#server/core/areas/index.ts'
import { Refused } from '#shared/refusal.ts'
import { asc, eq } from 'drizzle-orm'
import { stations } from './tables.ts'

export type Station = typeof stations.$inferSelect

/** The stations of an area, or all of them, ordered by id. */
export const stationsIn = async (read: Reader, areaId?: string): Promise<Station[]> =>
  await read
    .select()
    .from(stations)
    .where(areaId === undefined ? undefined : inArea(stations.areaId, areaId))
    .orderBy(asc(stations.id))

/** The station; refuses an id that names none. */
export async function findStation(read: Reader, stationId: string): Promise<Station> {
  const [station] = await read.select().from(stations).where(eq(stations.id, stationId))
  if (!station) throw new Refused({ code: 'stations.unknown' })
  return station
}
