import type { Transaction } from '#server/database/database.ts'
import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { Voice } from './voice.ts'
import { Refused } from '#shared/refusal.ts'
import { isOpenVoice, voiceKindRules } from '#shared/voices/rules.ts'
import { eq } from 'drizzle-orm'
import { voiceForStaff, voicesForStaff } from './permissions.ts'
import { promiseWhenReached } from './support.ts'
import { voices } from './tables.ts'
import { nudgeAbout, remindDesk, tellAsked } from './told.ts'
import { excerptOf, findVoice, lockVoices, move, noteStep, recount, requireSame } from './voice.ts'

/**
 * Decides `voices.merge`: staff merge an open voice into another with the same wish. Supporters stay where
 * they are and are counted over both, each person once.
 */
export const mergeVoice: Handler<'voices.merge'> = async ({ voiceId, into, seen }, context) => {
  const { tx } = context
  if (voiceId === into) throw new Refused({ code: 'voices.mergeTarget' })
  const locked = await voicesForStaff(context, [voiceId, into])
  const [voice, target] = [locked.get(voiceId)!, locked.get(into)!]
  await requireSame(context, voice, seen)
  const arePublic = [voice, target].every(({ kind }) => voiceKindRules[kind].isPublic)
  if (!arePublic || !isOpenVoice(target.state)) throw new Refused({ code: 'voices.mergeTarget' })
  await move(context, voice, { to: 'merged', by: 'staff', changes: { mergedInto: into, awaits: null } })
  await noteStep(context, target, { step: 'absorbed', part: 'staff' })
  await tellAsked(context, voice, 'voices.merged', excerptOf(target))
  const supporters = await recount(tx, target)
  await nudgeAbout(context, target)
  await remindDesk(context, voiceId)
  await promiseWhenReached(context, { ...target, supporters })
}

/**
 * Decides `voices.unmerge`: the voice stands alone again, with its own supporters. What the other one
 * promised meanwhile stays promised.
 */
export const unmergeVoice: Handler<'voices.unmerge'> = async ({ voiceId, seen }, context) => {
  const { tx } = context
  const above = await mergedInto(tx, voiceId)
  // The voices above may belong to another area; whoever may act on this one may separate them.
  await lockVoices(tx, [voiceId, ...above])
  const voice = await voiceForStaff(context, voiceId)
  if (voice.mergedInto === null) throw new Refused({ code: 'voices.notMerged' })
  await requireSame(context, voice, seen)
  await standAlone(context, voice)
  for (const id of above) {
    await recount(tx, await findVoice(tx, id))
    await nudgeAbout(context, { id })
  }
}

async function standAlone(context: CommandContext, voice: Voice): Promise<void> {
  await move(context, voice, { to: 'open', by: 'staff', changes: { mergedInto: null, awaits: 'staff' } })
  const supporters = await recount(context.tx, voice)
  await nudgeAbout(context, voice)
  await remindDesk(context, voice.id)
  await promiseWhenReached(context, { ...voice, state: 'open', supporters })
}

/**
 * Separates the voices that were merged into this one, which is locked: their supporters would otherwise lose
 * their wish with a voice that nobody can read any more. Recounts its supporters.
 */
export async function partAll(context: CommandContext, voice: Voice): Promise<void> {
  const { tx } = context
  const parts = await tx.select({ id: voices.id }).from(voices).where(eq(voices.mergedInto, voice.id))
  const locked = await lockVoices(tx, parts.map(({ id }) => id))
  for (const part of locked.values()) await standAlone(context, part)
  if (locked.size > 0) await recount(tx, voice)
}

/** Ids of the voices into which a voice was merged, one after the other. */
async function mergedInto(tx: Transaction, voiceId: string): Promise<string[]> {
  const { mergedInto: next } = await findVoice(tx, voiceId)
  return next === null ? [] : [next, ...await mergedInto(tx, next)]
}
