import type { CommandContext, Handler, QueryHandler } from '#server/sync/context.ts'
import type { NoticeKind } from '#shared/notices/schemas.ts'
import type { VoicePart } from '#shared/voices/rules.ts'
import type { Voice, VoiceChanges } from './voice.ts'
import { requireSeen } from '#server/core/identity/index.ts'
import { unitsFor } from '#server/core/posts/index.ts'
import { DAY_MS, startOfDay } from '#shared/kernel/day.ts'
import { Refused } from '#shared/refusal.ts'
import { answeringPart, isOwn, isStaffOf, voiceForStaff } from './permissions.ts'
import { remindDesk, tellAsked, tellUnit } from './told.ts'
import { excerptOf, findVoice, lockVoice, move, requireSame } from './voice.ts'

const AHEAD_MAX_MS = 366 * DAY_MS

/**
 * Decides `voices.promise`: names who answers, and by which day. Both can be changed later, but the day
 * promised first stays and decides whether the answer is late.
 */
export const promiseVoice: Handler<'voices.promise'> = async (input, context) => {
  const { voiceId, unitId, dueOn, seen } = input
  const { tx, now } = context
  const voice = await voiceForStaff(context, voiceId)
  await requireSame(context, voice, seen)
  const dueAt = startOfDay(dueOn) + DAY_MS - 1
  if (dueAt < now || dueAt > now + AHEAD_MAX_MS) throw new Refused({ code: 'voices.dayWrong' })
  const unit = (await unitsFor(tx, voice.areaId, now)).find(({ id, hasPeople }) => id === unitId && hasPeople)
  if (!unit) throw new Refused({ code: 'voices.unitUnknown' })
  const promised = { awaits: 'unit', promisedAt: voice.promisedAt ?? dueAt, dueAt, metAt: null } as const
  const changes = { ...promised, unitId, chooseBy: null }
  await move(context, voice, { to: 'promised', by: 'staff', changes, unitId, words: dueOn })
  await tellAsked(context, voice, 'voices.promised', `${excerptOf(voice)} · ${unit.name}`)
  if (voice.unitId !== unitId) await tellUnit(context, { ...voice, unitId }, 'voices.yourTurn')
  await remindDesk(context, voiceId)
}

/** Answers `voices.units`: the units of the voice's area. */
export const voiceUnits: QueryHandler<'voices.units'> = async ({ voiceId }, { read, actor, now }) => {
  const voice = await findVoice(read, voiceId)
  if (!isStaffOf(actor, voice)) throw new Refused({ code: 'voices.unknown' })
  return await unitsFor(read, voice.areaId, now)
}

type Outcome = 'answered' | 'done' | 'declined'

/**
 * Decides `voices.answer`: the answer of staff, or of the unit that was to answer. `answered`: more is to
 * come; `done`: author and supporters then judge; `declined`: with the reason.
 */
export const answerVoice: Handler<'voices.answer'> = async ({ voiceId, outcome, words, seen }, context) => {
  const voice = await lockVoice(context.tx, voiceId)
  const part = await answeringPart(context.tx, context.actor, voice)
  if (part === null) throw new Refused({ code: 'voices.unknown' })
  if (isOwn(context.actor, voice)) throw new Refused({ code: 'voices.own' })
  await requireSame(context, voice, seen)
  await give(context, voice, { part, outcome, words })
}

/** Decides `voices.reply`, which pages opened before there were voices still send. */
export const reply: Handler<'voices.reply'> = async ({ complaintId, words, seen }, context) => {
  const { actor } = context
  const voice = await voiceForStaff(context, complaintId)
  if (voice.kind !== 'complaint') throw new Refused({ code: 'voices.unknown' })
  const { repliedAt, repliedBy } = voice
  const last = repliedAt !== null && repliedBy !== null ? { at: repliedAt, by: repliedBy } : undefined
  // Apps from before `seen` offer the form only where they show no answer.
  await requireSeen(context, seen ?? (repliedBy === actor.accountId ? undefined : 0), last)
  await give(context, voice, { part: 'staff', outcome: 'answered', words })
}

interface Given { readonly part: VoicePart, readonly outcome: Outcome, readonly words: string }

async function give(context: CommandContext, voice: Voice, { part, outcome, words }: Given): Promise<void> {
  const { actor, now } = context
  const ends: Partial<Record<Outcome, VoiceChanges>> = {
    done: { awaits: voice.accountId === null ? null : 'asked', round: voice.round + 1 },
    declined: { awaits: null, endedBy: actor.accountId },
  }
  const replied = { replyWords: words, repliedAt: now, repliedBy: actor.accountId }
  const changes = { awaits: null, ...replied, metAt: voice.metAt ?? now, ...ends[outcome] }
  await move(context, voice, { to: outcome, by: part, words, unitId: voice.unitId, changes })
  await tellAsked(context, voice, noticeOf(voice, outcome), words)
  await remindDesk(context, voice.id)
}

/** The kind of notice; older apps have one of their own for the answer to a complaint. */
const noticeOf = ({ kind }: Voice, outcome: Outcome): NoticeKind =>
  outcome === 'answered' && kind === 'complaint' ? 'voices.replied' : `voices.${outcome}`
