import type { Reader, Transaction } from '#server/database/database.ts'
import type { Actor } from '#server/sync/context.ts'
import type { Station } from './find-stations.ts'
import { accounts } from '#server/core/identity/index.ts'
import { isWithin } from '#shared/identity/roles.ts'
import { Refused } from '#shared/refusal.ts'
import { and, asc, eq, inArray, notInArray } from 'drizzle-orm'
import { findStation } from './find-stations.ts'
import { stationKeepers, stations } from './tables.ts'

/** The stations of a keeper, ordered by id. */
export async function stationsKeptBy(read: Reader, accountId: string): Promise<Station[]> {
  const rows = await read
    .select({ station: stations })
    .from(stationKeepers)
    .innerJoin(stations, eq(stations.id, stationKeepers.stationId))
    .where(eq(stationKeepers.accountId, accountId))
    .orderBy(asc(stations.id))
  return rows.map(({ station }) => station)
}

/** True when that person is a keeper of that station. */
export const keepsStation = async (read: Reader, accountId: string, stationId: string): Promise<boolean> =>
  (await read.$count(
    stationKeepers,
    and(eq(stationKeepers.stationId, stationId), eq(stationKeepers.accountId, accountId)),
  )) > 0

/** Takes somebody's own number from the stations where people call it, but for those that they still keep. */
export async function forgetNumber(
  tx: Transaction,
  accountId: string,
  stillKept: readonly string[] = [],
): Promise<void> {
  const own = tx.select({ phone: accounts.phone }).from(accounts).where(eq(accounts.id, accountId))
  await tx
    .update(stations)
    .set({ phone: null })
    .where(and(inArray(stations.phone, own), notInArray(stations.id, [...stillKept])))
}

/** Makes somebody keeper of exactly these stations. */
export async function setKeptStations(
  tx: Transaction,
  accountId: string,
  stationIds: readonly string[],
): Promise<void> {
  await tx.delete(stationKeepers).where(eq(stationKeepers.accountId, accountId))
  await forgetNumber(tx, accountId, stationIds)
  if (stationIds.length > 0)
    await tx.insert(stationKeepers).values(stationIds.map(stationId => ({ stationId, accountId })))
}

/** Whether somebody keeps that station, or works for its area as an organiser. */
export const worksAt = async (read: Reader, actor: Actor, { id, areaId }: Station): Promise<boolean> =>
  actor.role === 'keeper'
    ? await keepsStation(read, actor.accountId, id)
    : actor.role === 'admin' && actor.areaId !== null && isWithin(areaId, actor.areaId)

/**
 * The station, if the actor may act there: a keeper at their own stations, everybody else in the area they
 * work for. `notKept`: the refusal for a keeper of other stations.
 */
export async function requireStation(
  { tx, actor }: { readonly tx: Reader, readonly actor: Actor },
  stationId: string,
  notKept: 'stations.notYours' | 'mall.notYourStation' = 'stations.notYours',
): Promise<Station> {
  const station = await findStation(tx, stationId)
  if (actor.role === 'keeper') {
    if (!(await keepsStation(tx, actor.accountId, stationId))) throw new Refused({ code: notKept })
  }
  else if (actor.areaId === null || !isWithin(station.areaId, actor.areaId)) {
    throw new Refused({ code: 'command.notYourArea' })
  }
  return station
}
