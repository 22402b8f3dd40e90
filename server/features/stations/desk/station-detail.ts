import type { Reader } from '#server/database/database.ts'
import type { QueryContext, QueryHandler } from '#server/sync/context.ts'
import type { StationDetail } from '#shared/stations/desk-schemas.ts'
import { accounts } from '#server/core/identity/index.ts'
import { isHeld, isInside, posts, scopesOf } from '#server/core/posts/index.ts'
import { requireStation, worksAt } from '#server/core/stations/index.ts'
import { groupsIn } from '#shared/stations/groups.ts'
import { stationParts } from '#shared/stations/rules.ts'
import { aliasedTable, and, asc, eq } from 'drizzle-orm'
import { stationViews } from '../finding/station-views.ts'

/** Answers `stations.detail`: a station of one's area with everything that its desk can change. */
export const stationDetail: QueryHandler<'stations.detail'> = async ({ stationId }, { read, actor, now }) => {
  const station = await requireStation({ tx: read, actor }, stationId)
  const [view] = await stationViews(read, [station], { now, isAtWork: worksAt(actor, station) })
  const { areaId, changed } = station
  return {
    station: view!,
    areaId,
    groups: groupsIn(station.groups),
    basicsAt: changed.basics?.at ?? 0,
    changed: Object.fromEntries(stationParts.map(part => [part, changed[part]?.at])),
    keepers: await keepersAt(read, { stationId, areaId, actor, now }),
  }
}

interface At extends Pick<QueryContext, 'actor' | 'now'> {
  readonly stationId: string
  readonly areaId: string
}

/** The station's keepers, and for each whether the actor may end the post: admins may, except their own. */
async function keepersAt(
  read: Reader,
  { stationId, areaId, actor, now }: At,
): Promise<StationDetail['keepers']> {
  const givers = aliasedTable(accounts, 'givers')
  const rows = await read
    .select({ post: posts, name: accounts.name, givenBy: givers.name })
    .from(posts)
    .innerJoin(accounts, eq(accounts.id, posts.accountId))
    .leftJoin(givers, eq(givers.id, posts.givenBy))
    .where(and(eq(posts.kind, 'keeper'), eq(posts.scope, stationId), isHeld(now)))
    .orderBy(asc(posts.from), asc(posts.id))
  const isTheirs = isInside(areaId, scopesOf(actor, 'admin'))
  return rows.map(({ post: { id, accountId, from, until, reason }, name, givenBy }) => ({
    ...{ id, accountId, name, from, until, reason, givenBy },
    mayEnd: isTheirs && accountId !== actor.accountId,
  }))
}
