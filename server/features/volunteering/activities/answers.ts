import type { Reader } from '#server/database/database.ts'
import type { Actor, QueryContext, QueryHandler } from '#server/sync/context.ts'
import type { FindActivities } from '#shared/volunteering/activities.ts'
import type { SignupState } from '#shared/volunteering/rules.ts'
import type { Own, Planned } from './briefs.ts'
import { inArea } from '#server/core/areas/index.ts'
import { findAccount } from '#server/core/identity/index.ts'
import { photoRefs } from '#server/core/media/index.ts'
import { areasOf, inAreas, scopesOf } from '#server/core/posts/index.ts'
import { aheadOf, missedInARow, signupOf } from '#server/core/signups/index.ts'
import { DAY_MS, startOfDay } from '#shared/kernel/day.ts'
import { SHOWN_ROWS_MAX } from '#shared/kernel/fields.ts'
import { distanceM } from '#shared/kernel/geo.ts'
import { Refused } from '#shared/refusal.ts'
import { ACTIVITIES_PAGE_MAX } from '#shared/volunteering/activities.ts'
import { isBetween } from '#shared/volunteering/rules.ts'
import { and, asc, eq, gt, gte, inArray, lt, or, sum } from 'drizzle-orm'
import { marksOf, noMarks } from '../attending/marks.ts'
import { mayLead } from '../may-lead.ts'
import { activities, activityPhotos, volunteerHours } from '../tables.ts'
import { briefsOf, clashWith, isPublished, ownSignups, plannedOnes } from './briefs.ts'

/** The sign-ups of the actor; none without an account. */
export const ownOf = async (read: Reader, { role, accountId }: Actor): Promise<ReadonlyMap<string, Own>> =>
  role === 'visitor' ? new Map() : await ownSignups(read, accountId)

/** Answers `activities.open`: activities to come, next or nearest first. */
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

/**
 * The filters that SQL can't apply: skills are in JSON, and the actor's own sign-ups have been read already.
 */
function isMeant(
  { activity, opening }: Planned,
  { skills = [], between, isFree, fits }: FindActivities,
  own: ReadonlyMap<string, Own>,
): boolean {
  if (skills.length > 0 && !skills.some(skill => activity.skills.includes(skill))) return false
  if (between && !isBetween(activity, between)) return false
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

/** States of a sign-up that is still to be decided, or that the person will come by. */
const standing: readonly SignupState[] = ['asked', 'waiting', 'offered', 'in']

/** Answers `activities.mine`: one's coming and past activities, and those one leads. */
export const myActivities: QueryHandler<'activities.mine'> = async (_input, context) => {
  const { read, actor: { accountId }, now } = context
  const own = await ownSignups(read, accountId)
  const all = await plannedBy(context, [...own.keys()])
  const planned = all.slice(-SHOWN_ROWS_MAX)
  const leads = await led(context)
  const stateOf = ({ activity }: Planned) => own.get(activity.id)!.state
  const isComing = (row: Planned) =>
    row.activity.endsAt > now && row.activity.state === 'published' && standing.includes(stateOf(row))
  const isOver = (row: Planned) =>
    !isComing(row) && (['in', 'came', 'missed'].includes(stateOf(row))
      || (row.activity.state === 'calledOff' && standing.includes(stateOf(row))))
  const over = planned.filter(isOver).reverse()
  const marks = await marksOf(read, over.map(({ activity }) => activity.id), accountId)
  const [total] = await read
    .select({ minutes: sum(volunteerHours.minutes).mapWith(Number) })
    .from(volunteerHours)
    .where(eq(volunteerHours.accountId, accountId))
  return {
    coming: await briefsOf(context, planned.filter(isComing), own),
    over: (await briefsOf(context, over, own)).map(brief =>
      ({ ...brief, minutes: marks.get(brief.id)?.minutes ?? null })),
    minutes: total?.minutes ?? 0,
    leads: await briefsOf(context, leads.slice(0, SHOWN_ROWS_MAX), own),
    ...leads.length > SHOWN_ROWS_MAX && { hasMoreLeads: true },
    ...all.length > planned.length && { hasMoreOver: true },
  }
}

/** How long a finished activity stays with its leaders, who may add photos and corrections (ms). */
const LED_AFTER_MS = 7 * DAY_MS

/**
 * The activities that one leads: drafts, even if their day has passed, published and just finished ones. One
 * more than are shown where there are more.
 */
async function led({ read, actor, now }: QueryContext): Promise<Planned[]> {
  const teamIds = scopesOf(actor, 'captain')
  const areas = areasOf(actor)
  if (teamIds.length + areas.length === 0) return []
  const isTheirs = or(
    inAreas(activities.areaId, areas),
    teamIds.length > 0 ? inArray(activities.teamId, teamIds) : undefined,
  )
  const isOpen = or(
    inArray(activities.state, ['draft', 'published']),
    and(eq(activities.state, 'finished'), gt(activities.endsAt, now - LED_AFTER_MS)),
  )
  return await plannedOnes(read)
    .where(and(isTheirs, isOpen))
    .orderBy(asc(activities.startsAt), asc(activities.id))
    .limit(SHOWN_ROWS_MAX + 1)
}

/**
 * Answers `activities.one`: to everybody, except drafts; the leaders' names only to people with an account.
 */
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
  const signup = opening && !isVisitor ? await signupOf(read, opening.id, accountId) : undefined
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
    ahead: signup ? await aheadOf(read, signup) : 0,
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
