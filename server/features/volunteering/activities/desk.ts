import type { QueryHandler } from '#server/sync/context.ts'
import { inArea } from '#server/core/areas/index.ts'
import { areasOf, inAreas } from '#server/core/posts/index.ts'
import { pageOf } from '#server/database/pages.ts'
import { DAY_MS, startOfDay } from '#shared/kernel/day.ts'
import { ACTIVITIES_PAGE_MAX } from '#shared/volunteering/activities.ts'
import { and, desc, eq, gte, lt } from 'drizzle-orm'
import { activities } from '../tables.ts'
import { briefsOf, plannedOnes } from './briefs.ts'

/** Answers `activities.desk`: all activities of the actor's areas, drafts and past ones too, latest first. */
export const deskActivities: QueryHandler<'activities.desk'> = async (asked, context) => {
  const { state, kind, areaId, from, to } = asked
  const { read, actor } = context
  const meant = and(
    inAreas(activities.areaId, areasOf(actor)),
    state && eq(activities.state, state),
    kind && eq(activities.kind, kind),
    areaId === undefined ? undefined : inArea(activities.areaId, areaId),
    from === undefined ? undefined : gte(activities.startsAt, startOfDay(from)),
    to === undefined ? undefined : lt(activities.startsAt, startOfDay(to) + DAY_MS),
  )
  const { rows, hasMore } = await pageOf({
    range: asked,
    most: ACTIVITIES_PAGE_MAX,
    rank: activities.startsAt,
    read: async (within, limit) =>
      await plannedOnes(read)
        .where(and(meant, within))
        .orderBy(desc(activities.startsAt), desc(activities.id))
        .limit(limit),
    rankOf: ({ activity }) => activity.startsAt,
  })
  return {
    activities: await briefsOf(context, rows, new Map()),
    total: await read.$count(activities, meant),
    hasMore,
  }
}
