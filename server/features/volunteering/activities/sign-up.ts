import type { Change, Opening, Refusal } from '#server/core/signups/index.ts'
import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { Activity } from '../attending/led-activity.ts'
import { findAccount } from '#server/core/identity/index.ts'
import { notify } from '#server/core/notices/index.ts'
import {
  acceptOffer,
  aheadOf,
  lockOpening,
  lockOpeningOf,
  lockSignup,
  missedInARow,
  openingOf,
  signUp,
  signupOf,
  takeOff,
} from '#server/core/signups/index.ts'
import { Refused } from '#shared/refusal.ts'
import { CLOSES_AFTER_MS } from '#shared/volunteering/rules.ts'
import { activityHeld } from '../attending/led-activity.ts'
import { isSeen } from '../attending/marks.ts'
import { notifyChanges } from './told.ts'

/**
 * If an act is decided this long after it was done (ms), its result is notified too, since its maker no
 * longer looks at the page.
 */
const LATE_MS = 60_000

async function openFor(context: CommandContext, activityId: string): Promise<[Activity, Opening]> {
  const opening = await lockOpeningOf(context.tx, 'activity', activityId)
  // Read under the lock, since it may just have been called off.
  return [await activityHeld(context.tx, activityId), opening!]
}

/** Decides `activities.signUp`: a place while there are any, else the waiting list. */
export const signUpForActivity: Handler<'activities.signUp'> = async ({ activityId, evenSo }, context) => {
  const { tx, actor: { accountId }, now } = context
  const [activity, opening] = await openFor(context, activityId)
  requireUpcoming(activity, now)
  if (!evenSo && await missedInARow(tx, accountId, now)) throw new Refused({ code: 'activities.reallySure' })
  const outcome = await signUp(context, opening, accountId)
  if ('no' in outcome) throw new Refused(refusals(outcome))
  await tell(context, activity, outcome.changes)
  return { state: outcome.own.state, ahead: await aheadOf(tx, outcome.own) }
}

/** Decides `activities.accept`: accepts the offered place. */
export const acceptPlace: Handler<'activities.accept'> = async ({ activityId }, context) => {
  const [activity, opening] = await openFor(context, activityId)
  requireUpcoming(activity, context.now)
  const outcome = await acceptOffer(context, opening, context.actor.accountId)
  if ('no' in outcome) throw new Refused(refusals(outcome))
  await tell(context, activity, outcome.changes)
}

/**
 * Decides `activities.leave`: until the activity begins, or later if the phone saved it before that. Its
 * leaders are notified after the date to leave by.
 */
export const leaveActivity: Handler<'activities.leave'> = async ({ activityId }, context) => {
  const { tx, actor: { accountId }, now } = context
  const activity = await activityHeld(tx, activityId)
  const opening = (await openingOf(tx, 'activity', activityId))!
  if (now >= activity.startsAt) await requireLeftBefore(context, activity, opening.id)
  const hadPlace = (await signupOf(tx, opening.id, accountId))?.state === 'in'
  await notifyChanges(context, await takeOff(context, [opening.id], [accountId], 'left'), accountId)
  if (!hadPlace || now <= activity.leaveBy) return
  const name = (await findAccount(tx, accountId))?.name ?? ''
  const staff = { role: 'staff', scope: activity.areaId, isNear: true } as const
  await notify(context, activity.publishedBy ?? staff, {
    kind: 'activities.leftLate',
    ref: activityId,
    words: `${activity.title} · ${name}`,
  })
}

/**
 * Accepts a late command that was made before the beginning unless something contradicts it: the person was
 * seen there, or it was already noted who did not come.
 */
async function requireLeftBefore(
  { tx, actor: { accountId }, now, occurred, isClockDoubtful }: CommandContext,
  { id, startsAt, endsAt }: Activity,
  openingId: string,
): Promise<void> {
  await lockOpening(tx, openingId)
  const signup = await lockSignup(tx, openingId, accountId)
  const isKnown = signup?.state === 'came' || signup?.state === 'missed' || now >= endsAt + CLOSES_AFTER_MS
  if (isKnown || isClockDoubtful || occurred >= startsAt || await isSeen(tx, id, accountId))
    throw new Refused({ code: 'activities.begun' })
}

function requireUpcoming({ state, startsAt }: Activity, now: number): void {
  if (state === 'finished') throw new Refused({ code: 'activities.over' })
  if (startsAt <= now) throw new Refused({ code: 'activities.begun' })
}

async function tell(context: CommandContext, activity: Activity, changes: readonly Change[]): Promise<void> {
  const isLate = context.now - context.occurred > LATE_MS
  await notifyChanges(context, changes, isLate ? undefined : context.actor.accountId, [activity])
}

function refusals(outcome: Refusal) {
  if (outcome.no === 'clash') return { code: 'activities.clash', title: outcome.title } as const
  if (outcome.no === 'over') return { code: 'activities.offerOver' } as const
  if (outcome.no === 'removed') return { code: 'activities.wasRemoved' } as const
  return { code: outcome.no === 'absent' ? 'activities.notIn' : 'activities.begun' } as const
}
