import type { Reader } from '#server/database/database.ts'
import type { Actor } from '#server/sync/context.ts'
import type { Station } from './find-stations.ts'
import { areasOf, isInside, scopesOf } from '#server/core/posts/index.ts'
import { Refused } from '#shared/refusal.ts'
import { asc, inArray } from 'drizzle-orm'
import { findStation } from './find-stations.ts'
import { stations } from './tables.ts'

/** The stations that the actor keeps, ordered by id. */
export const stationsKeptBy = async (read: Reader, actor: Pick<Actor, 'posts'>): Promise<Station[]> =>
  await read
    .select()
    .from(stations)
    .where(inArray(stations.id, scopesOf(actor, 'keeper')))
    .orderBy(asc(stations.id))

/**
 * The station, if the actor may act there: a keeper at their own stations, staff and admins in the area they
 * work for. `notKept`: the refusal for a keeper of other stations.
 */
export async function requireStation(
  { tx, actor }: { readonly tx: Reader, readonly actor: Actor },
  stationId: string,
  notKept: 'stations.notYours' | 'mall.notYourStation' = 'stations.notYours',
): Promise<Station> {
  const station = await findStation(tx, stationId)
  const kept = scopesOf(actor, 'keeper')
  if (kept.includes(stationId) || isInside(station.areaId, areasOf(actor))) return station
  throw new Refused({ code: kept.length > 0 ? notKept : 'command.notYourArea' })
}
