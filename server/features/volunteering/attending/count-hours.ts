import type { CommandContext } from '#server/sync/context.ts'
import type { Activity } from './led-activity.ts'
import type { Marks } from './marks.ts'
import { notify } from '#server/core/notices/index.ts'
import { award, awardedFor, leftUnderCap } from '#server/core/points/index.ts'
import { noteAttended } from '#server/core/signups/index.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { isGathering, minutesOf } from '#shared/volunteering/rules.ts'
import { volunteerHours } from '../tables.ts'
import { marksOf, noMarks } from './marks.ts'
import { pointsFor } from './points-for.ts'

const CAP = 'activities.hours'
const nothing = { points: 0, isCapped: false }

/** The result of counting somebody's time. */
export interface Counted {
  /** The minutes that count now, and those that did before. */
  readonly minutes: number
  readonly before: number
  /** The points paid by this count. */
  readonly points: number
  /** Whether the day's cap left out some of the points. */
  readonly isCapped: boolean
}

/**
 * Counts the known time of somebody whose sign-up is locked, once the activity is finished, and pays what was
 * not paid yet. Counting the same evidence again changes nothing.
 */
export async function countHours(
  context: CommandContext,
  activity: Activity,
  openingId: string,
  accountId: string,
): Promise<Counted> {
  const { tx, now } = context
  const marks = (await marksOf(tx, [activity.id], accountId)).get(activity.id) ?? noMarks
  const before = marks.minutes ?? 0
  // Without marks there is nothing to count. Erased accounts have lost theirs and keep the minutes counted
  // before.
  if (marks.inAt === null && marks.outAt === null) return { minutes: before, before, ...nothing }
  await noteAttended(tx, openingId, accountId, 'came', now)
  if (isGathering(activity.kind)) return { minutes: 0, before: 0, ...nothing }
  const minutes = minutesIn(activity, marks)
  if (minutes !== before || (minutes > 0 && marks.minutes === null)) {
    const counted = { minutes, countedAt: now }
    const of = { activityId: activity.id, accountId, teamId: activity.teamId, day: dayOf(activity.startsAt) }
    await tx
      .insert(volunteerHours)
      .values({ ...of, ...counted })
      .onConflictDoUpdate({ target: [volunteerHours.activityId, volunteerHours.accountId], set: counted })
  }
  return { minutes, before, ...await payFor(context, activity, { accountId, minutes, marks }) }
}

const minutesIn = (activity: Activity, { inAt, outAt }: Marks): number =>
  inAt === null || outAt === null ? 0 : minutesOf(activity, inAt, outAt)

interface Owed { readonly accountId: string, readonly minutes: number, readonly marks: Marks }

/**
 * Pays the points for minutes that were not paid before, as far as the day's cap allows; points paid for more
 * minutes stay. The approver is whoever approved the times, else whoever published the activity; those
 * people's own hours are paid only after somebody else has approved them.
 */
async function payFor(
  context: CommandContext,
  activity: Activity,
  { accountId, minutes, marks: { decidedBy, minutes: counted } }: Owed,
): Promise<Pick<Counted, 'points' | 'isCapped'>> {
  const { tx, rulings } = context
  const approverId = decidedBy ?? activity.publishedBy
  if (approverId === null || approverId === accountId) return nothing
  // Points that the cap left out are not paid by a later count.
  if (minutes === counted && decidedBy === null) return nothing
  const refsBegin = `${activity.id}/${accountId}/`
  const due = pointsFor(rulings, activity, minutes) - await awardedFor(tx, accountId, CAP, refsBegin)
  if (due <= 0) return nothing
  const occurredOn = dayOf(activity.startsAt)
  const amount = Math.min(due, await leftUnderCap(tx, accountId, CAP, occurredOn))
  const outcome = amount > 0 && await award(context, {
    accountId,
    amount,
    cap: CAP,
    reason: CAP,
    ref: `${refsBegin}${minutes}`,
    note: activity.title,
    occurredOn,
    approverId,
  })
  const points = outcome === 'awarded' ? amount : 0
  return { points, isCapped: outcome !== 'already' && outcome !== 'erased' && points < due }
}

/** Somebody's counted time as a text. */
export const hoursText = ({ title }: Pick<Activity, 'title'>, { minutes, isCapped }: Counted): string =>
  `${title}，计 ${minutes / 60} 小时${isCapped ? '，当天的志愿积分已到上限' : ''}`

/** Notifies somebody of time that counts for the first time, or of more than before. */
export async function thank(
  context: CommandContext,
  activity: Activity,
  accountId: string,
  counted: Counted,
): Promise<void> {
  context.nudge(accountId, 'activities.mine', 'activities.one')
  if (counted.minutes <= counted.before && counted.points === 0) return
  await notify(context, accountId, {
    kind: 'activities.thanks',
    ref: activity.id,
    words: hoursText(activity, counted),
    points: counted.points,
  }, { evenSelf: true })
}
