import type { Reader } from '#server/database/database.ts'
import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { VoiceView } from '#shared/voices/schemas.ts'
import type { Voice } from './voice.ts'
import { insertOnce } from '#server/database/rows.ts'
import { addWorkingDays } from '#shared/kernel/day.ts'
import { Refused } from '#shared/refusal.ts'
import { NOT_DONE, REACHED_DAYS } from '#shared/voices/rules.ts'
import { and, count, eq } from 'drizzle-orm'
import { voiceVerdicts } from './tables.ts'
import { nudgeAbout, remindDesk, tellStaff, tellUnit } from './told.ts'
import { askersOf, findVoice, lockRoot, move, noteStep } from './voice.ts'

/** The judgements of the present round of a voice. */
export async function verdictsOf(
  read: Reader,
  { id, round }: Pick<Voice, 'id' | 'round'>,
): Promise<VoiceView['verdicts']> {
  const rows = await read
    .select({ isDone: voiceVerdicts.isDone, n: count() })
    .from(voiceVerdicts)
    .where(and(eq(voiceVerdicts.voiceId, id), eq(voiceVerdicts.round, round)))
    .groupBy(voiceVerdicts.isDone)
  const of = (wanted: boolean) => rows.find(({ isDone }) => isDone === wanted)?.n ?? 0
  return { done: of(true), notDone: of(false) }
}

/** Somebody's judgement in that round; undefined without one. */
export async function verdictBy(
  read: Reader,
  { id, round }: Pick<Voice, 'id' | 'round'>,
  accountId: string,
): Promise<{ isDone: boolean, words: string } | undefined> {
  const [own] = await read
    .select({ isDone: voiceVerdicts.isDone, words: voiceVerdicts.words })
    .from(voiceVerdicts)
    .where(and(
      eq(voiceVerdicts.voiceId, id),
      eq(voiceVerdicts.round, round),
      eq(voiceVerdicts.accountId, accountId),
    ))
  return own
}

/** True if somebody gave the answer: nobody judges their own work, even if they support the voice. */
export const hasAnswered = ({ repliedBy }: Pick<Voice, 'repliedBy'>, accountId: string): boolean =>
  repliedBy === accountId

/**
 * Decides `voices.judge`: author and supporters say whether the wish was fulfilled, each once. Enough who say
 * no, and more than say yes, bring it back to the desk with a new day, once; a sole author is enough. The
 * desk reads what they write in any case.
 */
export const judgeVoice: Handler<'voices.judge'> = async ({ voiceId, isDone, words }, context) => {
  const { tx, actor: { accountId }, now } = context
  const voice = await lockRoot(tx, await findVoice(tx, voiceId))
  const asked = await askersOf(tx, voice.id)
  if (!asked.includes(accountId)) throw new Refused({ code: 'voices.notAsked' })
  if (hasAnswered(voice, accountId)) throw new Refused({ code: 'voices.own' })
  if (voice.state !== 'done' && voice.state !== 'judged') throw new Refused({ code: 'voices.notDone' })
  const verdict = { voiceId: voice.id, round: voice.round, accountId, isDone, words, at: now }
  if (await insertOnce(tx, voiceVerdicts, verdict) === 0) {
    const before = await verdictBy(tx, voice, accountId)
    if (before?.isDone === isDone && ['', before.words].includes(words)) return // No words are lost.
    throw new Refused({ code: 'voices.judgedBefore' })
  }
  const { done, notDone } = await verdictsOf(tx, voice)
  // By the public number of supporters. By the real number of people one could tell whether an anonymous
  // author is among them.
  const enough = Math.min(NOT_DONE, voice.supporters + 1)
  if (voice.round === 1 && notDone >= enough && notDone > done)
    await bringBack(context, voice, words)
  else if (voice.state === 'done' && (isDone || voice.round > 1))
    await move(context, voice, { to: 'judged', by: 'asked', words, changes: { awaits: null } })
  else if (words !== '')
    await noteStep(context, voice, { step: isDone ? 'saidDone' : 'saidUndone', part: 'asked', words })
  await nudgeAbout(context, voice)
}

async function bringBack(context: CommandContext, voice: Voice, words: string): Promise<void> {
  const dueAt = addWorkingDays(context.now, REACHED_DAYS)
  const awaits = voice.unitId === null ? 'staff' : 'unit'
  const changes = { awaits, promisedAt: voice.promisedAt ?? dueAt, dueAt, metAt: null } as const
  await move(context, voice, { to: 'promised', by: 'asked', words, unitId: voice.unitId, changes })
  await tellStaff(context, voice, 'voices.reopened')
  await tellUnit(context, voice, 'voices.reopened')
  await remindDesk(context, voice.id)
}
