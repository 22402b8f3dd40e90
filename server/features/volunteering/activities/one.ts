import type { QueryHandler } from '#server/sync/context.ts'
import { findAccount } from '#server/core/identity/index.ts'
import { photoRefs } from '#server/core/media/index.ts'
import { aheadOf, missedInARow } from '#server/core/signups/index.ts'
import { Refused } from '#shared/refusal.ts'
import { asc, eq } from 'drizzle-orm'
import { marksOf, noMarks } from '../attending/marks.ts'
import { mayLead } from '../may-lead.ts'
import { activities, activityPhotos } from '../tables.ts'
import { briefsOf, plannedOnes } from './briefs.ts'
import { ownOf } from './find.ts'

/** Answers `activities.one`: to everybody, but for drafts; who leads is named to those who have signed in. */
export const oneActivity: QueryHandler<'activities.one'> = async ({ activityId }, context) => {
  const { read, actor, now } = context
  const [planned] = await plannedOnes(read).where(eq(activities.id, activityId))
  const leads = planned !== undefined && mayLead(actor, planned.activity)
  if (!planned || (planned.activity.state === 'draft' && !leads))
    throw new Refused({ code: 'activities.unknown' })
  const { activity, opening } = planned
  const isVisitor = actor.role === 'visitor'
  const [brief] = await briefsOf(context, [planned], await ownOf(read, actor))
  const { accountId } = actor
  const marks = isVisitor ? undefined : (await marksOf(read, [activityId], accountId)).get(activityId)
  const { inAt, outAt, minutes } = marks ?? noMarks
  const leader = await findAccount(read, activity.publishedBy ?? activity.madeBy)
  return {
    ...brief!,
    words: activity.words,
    bring: activity.bring,
    leaveBy: activity.leaveBy,
    teamId: activity.teamId,
    leaderName: isVisitor ? '' : leader?.name ?? '',
    changedAt: activity.changedAt,
    calledOffWords: activity.state === 'calledOff' ? activity.endWords : null,
    finishedWords: activity.state === 'finished' ? activity.endWords : null,
    photos: await photosOf(read, activityId),
    ahead: opening && !isVisitor ? await aheadOf(read, opening.id, accountId) : 0,
    asksReally: !isVisitor && await missedInARow(read, accountId, now),
    leads,
    marks: { inAt, outAt, minutes },
  }
}

async function photosOf(read: Parameters<typeof photoRefs>[0], activityId: string) {
  const rows = await read
    .select({ hash: activityPhotos.hash })
    .from(activityPhotos)
    .where(eq(activityPhotos.activityId, activityId))
    .orderBy(asc(activityPhotos.seq))
  const refOf = await photoRefs(read, rows.map(({ hash }) => hash))
  return rows.flatMap(({ hash }) => refOf(hash) ?? [])
}
