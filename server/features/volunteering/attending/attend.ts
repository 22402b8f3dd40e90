import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { Attend } from '#shared/volunteering/attending.ts'
import type { Activity } from './led-activity.ts'
import { judgeHeldPass, judgeSavedCode } from '#server/core/proofs/index.ts'
import { hadPlace, lockSignup } from '#server/core/signups/index.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq } from 'drizzle-orm'
import { mayLead } from '../may-lead.ts'
import { attendances } from '../tables.ts'
import { countHours, thank } from './count-hours.ts'
import { activityHeld, boundTo, openingFor, windowOf } from './led-activity.ts'

type Evidence = Pick<typeof attendances.$inferInsert, 'accountId' | 'at' | 'isDoubtful'>

/**
 * Decides `activities.attend`: evidence that somebody came or went, judged by the time it was shown, whenever
 * it arrives. If the activity is finished already, the hours are counted at once.
 */
export const attend: Handler<'activities.attend'> = async ({ activityId, direction, proof }, context) => {
  const { tx, actor, now, commandId, nudge } = context
  const { accountId, at, isDoubtful } = await evidenceOf(context, await activityHeld(tx, activityId), proof)
  const opening = await openingFor(tx, { id: activityId })
  const signup = await lockSignup(tx, opening.id, accountId)
  if (!signup || !hadPlace(signup))
    throw new Refused({ code: proof.by === 'code' ? 'activities.notSignedUp' : 'activities.notIn' })
  // Read again under the lock, since it may just have been finished.
  const activity = await activityHeld(tx, activityId)
  const { from, until } = windowOf(activity)
  if (at < from || at > until) throw new Refused({ code: 'activities.notToday' })

  const told = { activityId, accountId, direction, at, how: proof.by }
  if (!await isTold(context, told)) {
    const by = { toldBy: actor.accountId, toldAt: now }
    await tx.insert(attendances).values({ id: commandId, ...told, ...by, isDoubtful })
  }
  nudge('*', 'activities.roll')
  nudge(accountId, 'activities.mine', 'activities.one')
  if (activity.state === 'finished')
    await thank(context, activity, accountId, await countHours(context, activity, opening.id, accountId))
}

/** The person and time of the evidence; refuses evidence that proves nothing. */
async function evidenceOf(
  { tx, actor, correct }: CommandContext,
  activity: Activity,
  { by, text, seenAt, seenClock }: Attend['proof'],
): Promise<Evidence> {
  const seen = correct(seenAt, seenClock)
  if (by === 'code') {
    const { shownAt, isClockDoubtful } = judgeSavedCode(text, boundTo(activity.id), seen)
    return { accountId: actor.accountId, at: shownAt, isDoubtful: isClockDoubtful }
  }
  if (!mayLead(actor, activity)) throw new Refused({ code: 'activities.notYours' })
  const { account, shownAt, isClockDoubtful } = await judgeHeldPass(tx, text, boundTo(activity.id), seen)
  return { accountId: account.id, at: shownAt, isDoubtful: isClockDoubtful }
}

type Told = 'activityId' | 'accountId' | 'direction' | 'at' | 'how'

/**
 * True if the same evidence was recorded before: two leaders may scan one pass, and a link can be opened
 * twice.
 */
async function isTold(
  { tx }: CommandContext,
  { activityId, accountId, direction, at, how }: Pick<typeof attendances.$inferSelect, Told>,
): Promise<boolean> {
  const same = and(
    eq(attendances.activityId, activityId),
    eq(attendances.accountId, accountId),
    eq(attendances.direction, direction),
    eq(attendances.at, at),
    eq(attendances.how, how),
  )
  return await tx.$count(attendances, same) > 0
}
