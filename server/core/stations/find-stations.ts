import type { Reader } from '#server/database/database.ts'
import { inArea } from '#server/core/areas/index.ts'
import { Refused } from '#shared/refusal.ts'
import { and, asc, eq } from 'drizzle-orm'
import { stationKeepers, stations } from './tables.ts'

export type Station = typeof stations.$inferSelect

/** The stations of an area, or all of them, in the order of their ids. */
export const stationsIn = async (read: Reader, areaId?: string): Promise<Station[]> =>
  await read
    .select()
    .from(stations)
    .where(areaId === undefined ? undefined : inArea(stations.areaId, areaId))
    .orderBy(asc(stations.id))

/** The station, or the refusal that there is none. */
export async function findStation(read: Reader, stationId: string): Promise<Station> {
  const [station] = await read.select().from(stations).where(eq(stations.id, stationId))
  if (!station) throw new Refused({ code: 'stations.unknown' })
  return station
}

/** The stations somebody keeps. */
export async function stationsKeptBy(read: Reader, accountId: string): Promise<Station[]> {
  const rows = await read
    .select({ station: stations })
    .from(stationKeepers)
    .innerJoin(stations, eq(stations.id, stationKeepers.stationId))
    .where(eq(stationKeepers.accountId, accountId))
    .orderBy(asc(stations.id))
  return rows.map(({ station }) => station)
}

/** True when somebody keeps that station. */
export const keepsStation = async (read: Reader, accountId: string, stationId: string): Promise<boolean> =>
  (await read.$count(
    stationKeepers,
    and(eq(stationKeepers.stationId, stationId), eq(stationKeepers.accountId, accountId)),
  )) > 0

/** Ids of those who keep a station. */
export async function keepersOf(read: Reader, stationId: string): Promise<string[]> {
  const rows = await read
    .select({ id: stationKeepers.accountId })
    .from(stationKeepers)
    .where(eq(stationKeepers.stationId, stationId))
  return rows.map(({ id }) => id)
}
