import type { City } from '#server/city.ts'
import type { Handler } from '#server/sync/context.ts'
import { notify } from '#server/core/notices/index.ts'
import {
  endOpening,
  fill,
  lapseOffers,
  lockOpening,
  lockOpeningOf,
  openingOf,
  readmit,
  refsToFill,
  refsToLapse,
  signupOf,
  takeOff,
} from '#server/core/signups/index.ts'
import { asSystem } from '#server/sync/as-system.ts'
import { Refused } from '#shared/refusal.ts'
import { BATCH_COMMANDS_MAX } from '#shared/sync/protocol.ts'
import { eq } from 'drizzle-orm'
import { activityLed, lockActivity } from '../attending/led-activity.ts'
import { forgetReminders } from '../reminding.ts'
import { activities, activityMessages } from '../tables.ts'
import { notifyAll, notifyChanges, nudgeSeen } from './told.ts'

/** Decides `activities.callOff`: notifies everybody on the list; no hours count. */
export const callOff: Handler<'activities.callOff'> = async ({ activityId, words }, context) => {
  const { tx, actor, now, nudge } = context
  await lockActivity(tx, activityId)
  const activity = await activityLed(tx, actor, activityId)
  // An activity that took place can't be called off, since its participants keep their hours.
  if (activity.state === 'finished' || activity.endsAt <= now) throw new Refused({ code: 'activities.over' })
  const opening = (await lockOpeningOf(tx, 'activity', activityId))!
  await tx
    .update(activities)
    .set({ state: 'calledOff', endWords: words, endedAt: now, changedBy: actor.accountId, changedAt: now })
    .where(eq(activities.id, activityId))
  await endOpening(tx, opening.id, now)
  await forgetReminders(tx, activityId)
  await notifyAll(context, activity, 'activities.calledOff', `${activity.title}：${words}`)
  nudge('*', 'activities.mine', 'activities.one', 'activities.open')
}

/** Decides `activities.remove`: removes somebody from the list and notifies them with the reason. */
export const removeFrom: Handler<'activities.remove'> = async ({ activityId, accountId, words }, context) => {
  const { tx, actor, about } = context
  const activity = await activityLed(tx, actor, activityId)
  if (activity.state === 'finished') throw new Refused({ code: 'activities.over' })
  const opening = (await openingOf(tx, 'activity', activityId))!
  const signup = await signupOf(tx, opening.id, accountId)
  const changes = signup ? await takeOff(context, [opening.id], [accountId], 'refused') : []
  if (changes.length === 0) throw new Refused({ code: 'activities.notIn' })
  await notifyChanges(context, changes)
  const notice = { kind: 'activities.removed', ref: activityId, words: `${activity.title}：${words}` } as const
  await notify(context, accountId, notice)
  about({ kind: 'account', ref: accountId, areaId: activity.areaId })
}

/** Decides `activities.readmit`: lets somebody who was removed sign up again, and notifies them. */
export const readmitTo: Handler<'activities.readmit'> = async ({ activityId, accountId }, context) => {
  const { tx, actor, nudge, about } = context
  const activity = await activityLed(tx, actor, activityId)
  if (activity.state === 'finished') throw new Refused({ code: 'activities.over' })
  const opening = (await openingOf(tx, 'activity', activityId))!
  if (!await readmit(context, opening.id, accountId)) throw new Refused({ code: 'activities.notRemoved' })
  await notify(context, accountId, { kind: 'activities.readmitted', ref: activityId, words: activity.title })
  nudgeSeen(context, accountId)
  nudge('*', 'activities.roll')
  about({ kind: 'account', ref: accountId, areaId: activity.areaId })
}

/** Decides `activities.message`: sends a message to the participants. */
export const messageThem: Handler<'activities.message'> = async ({ activityId, words }, context) => {
  const { tx, actor, now, commandId } = context
  const activity = await activityLed(tx, actor, activityId)
  await tx
    .insert(activityMessages)
    .values({ id: commandId, activityId, words, at: now, by: actor.accountId })
  const said = `${activity.title}：${words}`
  await notifyAll(context, activity, 'activities.message', said, ['in', 'offered', 'came'])
}

/**
 * Decides `activities.lapse`, sent by a task: ends expired offers, and gives free places to waiting people
 * without a clash by now.
 */
export const lapseOffersOf: Handler<'activities.lapse'> = async ({ activityId }, context) => {
  const found = await openingOf(context.tx, 'activity', activityId)
  if (!found) throw new Refused({ code: 'activities.unknown' })
  await notifyChanges(context, await lapseOffers(context, found.id))
  const opening = await lockOpening(context.tx, found.id)
  await notifyChanges(context, await fill(context, opening!))
}

/** Ends expired offers, and fills places that stayed free. Returns how many activities changed. */
export async function lapseAndFill(city: City): Promise<number> {
  const now = city.clock()
  const { read } = city.database
  const ids = new Set([...await refsToLapse(read, now), ...await refsToFill(read, now)])
  const batch = [...ids].slice(0, BATCH_COMMANDS_MAX) // One transaction; the rest a minute later.
  return await asSystem(city, 'activities.lapse', batch.map(activityId => ({ activityId })))
}
