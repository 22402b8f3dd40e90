import type { Reader } from '#server/database/database.ts'
import type { Actor, QueryContext, QueryHandler } from '#server/sync/context.ts'
import type { FindActivities } from '#shared/volunteering/activities.ts'
import type { Own, Planned } from './briefs.ts'
import { inArea } from '#server/core/areas/index.ts'
import { DAY_MS, startOfDay } from '#shared/kernel/day.ts'
import { distanceM } from '#shared/kernel/geo.ts'
import { ACTIVITIES_PAGE_MAX } from '#shared/volunteering/activities.ts'
import { and, asc, eq, gt, gte, inArray, lt } from 'drizzle-orm'
import { activities } from '../tables.ts'
import { briefsOf, clashWith, isPublished, ownSignups, plannedOnes } from './briefs.ts'

/** What somebody has signed up for; nothing for who has not signed in. */
export const ownOf = async (read: Reader, { role, accountId }: Actor): Promise<ReadonlyMap<string, Own>> =>
  role === 'visitor' ? new Map() : await ownSignups(read, accountId)

/** Answers `activities.open`: what is still to come, the next first or the nearest first. */
export const openActivities: QueryHandler<'activities.open'> = async (asked, context) => {
  const { read, actor, now } = context
  const own = await ownOf(read, actor)
  const rows = await plannedOnes(read)
    .where(and(isPublished, gt(activities.startsAt, now), ...conditions(asked)))
    .orderBy(asc(activities.startsAt), asc(activities.id))
  const { near, after = 0 } = asked
  const fit = rows.filter(row => isMeant(row, asked, own))
  const ordered = near
    ? fit
        .map(row => ({ row, far: distanceM(near, row.activity) }))
        .sort((a, b) => a.far - b.far)
        .map(({ row }) => row)
    : fit
  const page = ordered.slice(after, after + ACTIVITIES_PAGE_MAX)
  return { activities: await briefsOf(context, page, own), hasMore: ordered.length > after + page.length }
}

const conditions = ({ from, to, kinds, areaId, teamId }: FindActivities) => [
  from === undefined ? undefined : gte(activities.startsAt, startOfDay(from)),
  to === undefined ? undefined : lt(activities.startsAt, startOfDay(to) + DAY_MS),
  kinds && kinds.length > 0 ? inArray(activities.kind, kinds) : undefined,
  areaId === undefined ? undefined : inArea(activities.areaId, areaId),
  teamId === undefined ? undefined : eq(activities.teamId, teamId),
]

/** Skills lie in JSON, and what one has signed up for is known already: both are looked at here. */
function isMeant(
  { activity, opening }: Planned,
  { skills = [], isFree, fits }: FindActivities,
  own: ReadonlyMap<string, Own>,
): boolean {
  if (skills.length > 0 && !skills.some(skill => activity.skills.includes(skill))) return false
  if (isFree && (opening?.taken ?? 0) >= activity.capacity) return false
  return !fits || clashWith(own, activity) === null
}

/** Activities of these ids with their places, in the order of their beginnings. */
export const plannedBy = async ({ read }: QueryContext, ids: readonly string[]): Promise<Planned[]> =>
  ids.length === 0
    ? []
    : await plannedOnes(read)
        .where(inArray(activities.id, [...ids]))
        .orderBy(asc(activities.startsAt), asc(activities.id))
