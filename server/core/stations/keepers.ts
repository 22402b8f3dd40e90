import type { Reader, Transaction } from '#server/database/database.ts'
import type { Actor } from '#server/sync/context.ts'
import type { Station } from './find-stations.ts'
import { accounts } from '#server/core/identity/tables.ts'
import { areasOf, isInside, posts, postsOf, scopesOf } from '#server/core/posts/index.ts'
import { Refused } from '#shared/refusal.ts'
import { and, asc, eq, gt, inArray, isNull, lte, notInArray } from 'drizzle-orm'
import { findStation } from './find-stations.ts'
import { stations } from './tables.ts'

/** The stations that the actor keeps, ordered by id. */
export const stationsKeptBy = async (read: Reader, actor: Pick<Actor, 'posts'>): Promise<Station[]> =>
  await read
    .select()
    .from(stations)
    .where(inArray(stations.id, scopesOf(actor, 'keeper')))
    .orderBy(asc(stations.id))

/** Deletes somebody's own number from the stations that it is shown at, except those that they still keep. */
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

/** The same for the keepers whose term has ended since an instant (ms). */
export async function forgetNumbers(tx: Transaction, since: number, now: number): Promise<void> {
  const { accountId, kind, until, endedAt } = posts
  const ran = and(eq(kind, 'keeper'), isNull(endedAt), gt(until, since), lte(until, now))
  const rows = await tx.selectDistinct({ id: accountId }).from(posts).where(ran)
  for (const { id } of rows)
    await forgetNumber(tx, id, scopesOf({ posts: await postsOf(tx, id, now) }, 'keeper'))
}

/** Whether somebody keeps that station, or works for its area as an organiser. */
export const worksAt = (actor: Actor, { id, areaId }: Station): boolean =>
  scopesOf(actor, 'keeper').includes(id) || isInside(areaId, scopesOf(actor, 'admin'))

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
