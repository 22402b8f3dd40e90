import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { Activity } from './led-activity.ts'
import { accounts } from '#server/core/identity/index.ts'
import { notify } from '#server/core/notices/index.ts'
import { areasOf, isInside, staffOver } from '#server/core/posts/index.ts'
import { hadPlace, lockSignup } from '#server/core/signups/index.ts'
import { insertOnce } from '#server/database/rows.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq } from 'drizzle-orm'
import { hourCorrections } from '../tables.ts'
import { countHours, hoursText } from './count-hours.ts'
import { activityHeld, activityLed, openingFor, windowOf } from './led-activity.ts'

type Correction = typeof hourCorrections.$inferSelect

/**
 * Decides `activities.correct`: a leader asks for a correction of the hours of somebody with a place, never
 * of their own. Nothing changes until staff approve it.
 */
export const correctHours: Handler<'activities.correct'> = async (input, context) => {
  const { correctionId, activityId, accountId, inAt, outAt, words } = input
  const { tx, actor, now, nudge } = context
  const activity = await activityLed(tx, actor, activityId)
  if (accountId === actor.accountId) throw new Refused({ code: 'activities.sameHands' })
  const signup = await lockSignup(tx, (await openingFor(tx, activity)).id, accountId)
  if (!signup || !hadPlace(signup)) throw new Refused({ code: 'activities.notIn' })
  const { from, until } = windowOf(activity)
  if (inAt >= outAt || inAt < from || outAt > Math.min(until, now))
    throw new Refused({ code: 'activities.hoursWrong' })
  const waiting = and(
    eq(hourCorrections.activityId, activityId),
    eq(hourCorrections.accountId, accountId),
    eq(hourCorrections.state, 'asked'),
  )
  if (await tx.$count(hourCorrections, waiting) > 0) throw new Refused({ code: 'activities.correctionWaits' })
  const asked = { state: 'asked' as const, askedBy: actor.accountId, askedAt: now }
  const row = { id: correctionId, activityId, accountId, inAt, outAt, words, ...asked }
  if (await insertOnce(tx, hourCorrections, row) === 0) throw new Refused({ code: 'activities.idTaken' })
  nudge('*', 'activities.roll')
  const deciders = (await staffOver(tx, now, activity.areaId)).filter(id => id !== accountId)
  await notify(context, deciders, {
    kind: 'activities.correctionAsked',
    ref: activityId,
    words: activity.title,
  })
}

/**
 * Decides `activities.approveCorrection`: staff of the area, neither the leader who asked nor the person
 * concerned, approve or decline. More time pays the difference; less takes nothing back.
 */
export const decideHours: Handler<'activities.approveCorrection'> = async (input, context) => {
  const { correctionId, isApproved, words } = input
  const { tx, actor, now, nudge } = context
  const { correction, activity } = await correctionFor(context, correctionId)
  const opening = await openingFor(tx, activity)
  const signup = await lockSignup(tx, opening.id, correction.accountId)
  if (isApproved && !(signup && hadPlace(signup))) throw new Refused({ code: 'activities.notIn' })
  const decided = await tx
    .update(hourCorrections)
    .set({
      state: isApproved ? 'approved' : 'declined',
      decidedBy: actor.accountId,
      decidedAt: now,
      decidedWords: words ?? null,
    })
    .where(and(eq(hourCorrections.id, correctionId), eq(hourCorrections.state, 'asked')))
    .returning({ id: hourCorrections.id })
  if (decided.length === 0) throw await decidedBefore(context, correctionId)
  nudge('*', 'activities.roll')
  nudge(correction.accountId, 'activities.mine', 'activities.one')
  if (isApproved) await letCount(context, activity, opening.id, correction)
  else await tellDeclined(context, activity, correction, words)
}

async function correctionFor(
  { tx, actor, about }: CommandContext,
  correctionId: string,
): Promise<{ correction: Correction, activity: Activity }> {
  const [correction] = await tx.select().from(hourCorrections).where(eq(hourCorrections.id, correctionId))
  if (!correction) throw new Refused({ code: 'activities.correctionUnknown' })
  const activity = await activityHeld(tx, correction.activityId)
  if (!isInside(activity.areaId, areasOf(actor))) throw new Refused({ code: 'activities.notYours' })
  about({ areaId: activity.areaId })
  const { askedBy, accountId, state } = correction
  if ([askedBy, accountId].includes(actor.accountId)) throw new Refused({ code: 'activities.sameHands' })
  if (state !== 'asked') throw await decidedBefore({ tx }, correctionId)
  return { correction, activity }
}

async function decidedBefore({ tx }: Pick<CommandContext, 'tx'>, correctionId: string): Promise<Refused> {
  const [decided] = await tx
    .select({ by: accounts.name })
    .from(hourCorrections)
    .innerJoin(accounts, eq(accounts.id, hourCorrections.decidedBy))
    .where(eq(hourCorrections.id, correctionId))
  return new Refused({ code: 'activities.decided', by: decided?.by ?? '' })
}

async function letCount(
  context: CommandContext,
  activity: Activity,
  openingId: string,
  { accountId, askedBy }: Correction,
): Promise<void> {
  // Before the activity is finished the times are stored and counted later.
  const isCounted = activity.state === 'finished'
  const counted = isCounted ? await countHours(context, activity, openingId, accountId) : undefined
  const words = counted ? hoursText(activity, counted) : activity.title
  const notice = { kind: 'activities.corrected', ref: activity.id, words } as const
  await notify(context, accountId, { ...notice, points: counted?.points || undefined })
  await notify(context, askedBy, notice)
}

const tellDeclined = async (
  context: CommandContext,
  { id, title }: Activity,
  { askedBy }: Correction,
  words: string | undefined,
): Promise<void> => await notify(context, askedBy, {
  kind: 'activities.correctionDeclined',
  ref: id,
  words: words === undefined ? title : `${title}：${words}`,
})
