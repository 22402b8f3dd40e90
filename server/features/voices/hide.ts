import type { Handler } from '#server/sync/context.ts'
import type { Voice } from './voice.ts'
import { notify } from '#server/core/notices/index.ts'
import { Refused } from '#shared/refusal.ts'
import { isOpenVoice } from '#shared/voices/rules.ts'
import { eq } from 'drizzle-orm'
import { partAll } from './merge.ts'
import { isOwn, voiceForStaff } from './permissions.ts'
import { promiseWhenReached } from './support.ts'
import { voices } from './tables.ts'
import { nudgeAbout, remindDesk, tellStaff } from './told.ts'
import { excerptOf, lockVoice, lockVoices, move, noteStep, requireSame, treeOf } from './voice.ts'

/**
 * Decides `voices.hide`: only the author, who gets the reason, and the desk can read the voice from now on.
 */
export const hideVoice: Handler<'voices.hide'> = async ({ voiceId, reason, seen }, context) => {
  const { tx, actor, about } = context
  await lockVoices(tx, await treeOf(tx, voiceId))
  const voice = await voiceForStaff(context, voiceId)
  await requireSame(context, voice, seen)
  const ended = { endedBy: actor.accountId, awaits: null, appealedAt: null }
  const changes = { hideReason: reason, hiddenFrom: voice.state, ...ended }
  await move(context, voice, { to: 'hidden', by: 'staff', changes })
  await partAll(context, voice)
  about({ areaId: voice.areaId, reason })
  if (voice.accountId !== null)
    await notify(context, voice.accountId, { kind: 'voices.hidden', ref: voiceId, words: excerptOf(voice) })
  await nudgeAbout(context, voice)
  await remindDesk(context, voiceId)
}

/** Decides `voices.appeal`: the author objects to hiding or declining, once. */
export const appealVoice: Handler<'voices.appeal'> = async ({ voiceId, words }, context) => {
  const { tx, actor, now } = context
  const voice = await lockVoice(tx, voiceId)
  if (!isOwn(actor, voice)) throw new Refused({ code: 'voices.unknown' })
  if (voice.appealedAt !== null) throw new Refused({ code: 'voices.appealedBefore' })
  if (voice.state !== 'hidden' && voice.state !== 'declined') throw new Refused({ code: 'voices.noAppeal' })
  await tx.update(voices).set({ appealedAt: now, awaits: 'staff' }).where(eq(voices.id, voiceId))
  await noteStep(context, voice, { step: 'appealed', part: 'asked', words })
  await tellStaff(context, voice, 'voices.appealed')
  await nudgeAbout(context, voice)
}

/** True until somebody has decided the appeal. */
export const isAppealWaiting = ({ appealedAt, awaits, state }: Voice): boolean =>
  appealedAt !== null && awaits === 'staff' && (state === 'hidden' || state === 'declined')

/**
 * Decides `voices.settle`: another person than whoever hid or declined the voice upholds that or undoes it.
 */
export const settleAppeal: Handler<'voices.settle'> = async ({ voiceId, isUpheld, words }, context) => {
  const { tx, actor, about } = context
  const voice = await voiceForStaff(context, voiceId)
  if (!isAppealWaiting(voice)) throw new Refused({ code: 'voices.noAppeal' })
  if (voice.endedBy === actor.accountId) throw new Refused({ code: 'voices.anotherDecides' })
  about({ areaId: voice.areaId })
  if (isUpheld) {
    await tx.update(voices).set({ awaits: null }).where(eq(voices.id, voiceId))
    await noteStep(context, voice, { step: 'upheld', part: 'staff', words })
  }
  else {
    const to = voice.state === 'hidden' ? voice.hiddenFrom ?? 'open' : 'open'
    const party = voice.unitId === null ? 'staff' : 'unit'
    const awaits = isOpenVoice(to) ? party : to === 'done' ? 'asked' : null
    const changes = { hideReason: null, hiddenFrom: null, awaits } as const
    const metAt = to === 'open' ? null : voice.metAt
    await move(context, voice, { to, by: 'staff', words, changes: { ...changes, metAt } })
    await promiseWhenReached(context, { ...voice, state: to })
  }
  if (voice.accountId !== null)
    await notify(context, voice.accountId, { kind: 'voices.settled', ref: voiceId, words })
  await nudgeAbout(context, voice)
  await remindDesk(context, voiceId)
}
