import type { Reader, Transaction } from '#server/database/database.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { VoicePart, VoiceState, VoiceStep } from '#shared/voices/rules.ts'
import type { SQL } from 'drizzle-orm'
import { requireSeen } from '#server/core/identity/index.ts'
import { addStep } from '#server/core/promises/index.ts'
import { lockRow } from '#server/database/rows.ts'
import { findMove } from '#shared/kernel/moves.ts'
import { Refused } from '#shared/refusal.ts'
import { voiceMoves } from '#shared/voices/rules.ts'
import { and, eq, inArray, isNotNull, ne, sql } from 'drizzle-orm'
import { voices, voiceSupporters } from './tables.ts'

export type Voice = typeof voices.$inferSelect
export type VoiceChanges = Partial<typeof voices.$inferInsert>

/** The voice, or the refusal that there is none. */
export async function findVoice(read: Reader, voiceId: string): Promise<Voice> {
  const [voice] = await read.select().from(voices).where(eq(voices.id, voiceId))
  if (!voice) throw new Refused({ code: 'voices.unknown' })
  return voice
}

/**
 * Locks voices until the transaction ends and returns them as they are now. Always in the order of their ids,
 * so that two people who want the same ones don't wait for each other.
 */
export async function lockVoices(tx: Transaction, ids: readonly string[]): Promise<Map<string, Voice>> {
  const locked = new Map<string, Voice>()
  for (const id of [...new Set(ids)].sort()) {
    const voice = await lockRow(tx, voices, { id })
    if (!voice) throw new Refused({ code: 'voices.unknown' })
    locked.set(id, voice)
  }
  return locked
}

export const lockVoice = async (tx: Transaction, id: string): Promise<Voice> =>
  (await lockVoices(tx, [id])).get(id)!

/** The voice into which this one was merged in the end; else itself. */
export async function rootOf(read: Reader, voice: Voice): Promise<Voice> {
  let root = voice
  while (root.mergedInto !== null) root = await findVoice(read, root.mergedInto)
  return root
}

/** Locks the root of a voice's merges, following merges that happened meanwhile. */
export async function lockRoot(tx: Transaction, voice: Voice): Promise<Voice> {
  for (let at = await rootOf(tx, voice); ; at = await rootOf(tx, at)) {
    const root = await lockVoice(tx, at.id)
    if (root.mergedInto === null) return root
  }
}

/** Ids of a voice and of all voices merged into it, at any depth. */
export async function treeOf(read: Reader, id: string): Promise<string[]> {
  const tree = [id]
  for (let level = [id]; level.length > 0;) {
    const below = await read.select({ id: voices.id }).from(voices).where(inArray(voices.mergedInto, level))
    level = below.map(({ id }) => id)
    tree.push(...level)
  }
  return tree
}

/** Everybody who wants what these voices say: their authors (only some, by `some`) and their supporters. */
const askedIn = (read: Reader, ids: string[], some?: SQL) => read
  .select({ accountId: voiceSupporters.accountId })
  .from(voiceSupporters)
  .where(inArray(voiceSupporters.voiceId, ids))
  .union(read
    .select({ accountId: sql<string>`${voices.accountId}`.as('account_id') })
    .from(voices)
    .where(and(inArray(voices.id, ids), isNotNull(voices.accountId), some)))

/** Ids of the authors and supporters of a voice and of those merged into it. */
export async function askersOf(read: Reader, rootId: string): Promise<string[]> {
  const rows = await askedIn(read, await treeOf(read, rootId))
  return rows.map(({ accountId }) => accountId)
}

/**
 * Recounts a voice's supporters: distinct people over all voices merged into it, without its author.
 * Anonymous authors are never counted: the number would rise by one for a stranger and not for a known
 * supporter, which would reveal who it was. Lock the voice first.
 */
export async function recount(tx: Transaction, { id, accountId, isAnonymous }: Voice): Promise<number> {
  const asked = askedIn(tx, await treeOf(tx, id), eq(voices.isAnonymous, false)).as('asked')
  const isOther = accountId === null || isAnonymous ? undefined : ne(asked.accountId, accountId)
  const supporters = await tx.$count(asked, isOther)
  await tx.update(voices).set({ supporters }).where(eq(voices.id, id))
  return supporters
}

interface Taken {
  readonly to: VoiceState
  readonly by: VoicePart
  readonly changes?: VoiceChanges
  readonly words?: string | null
  readonly unitId?: string | null
}

/**
 * Moves a locked voice and writes the step; refuses a move that the table doesn't have. Acts of author and
 * supporters do not count as changes of the desk, so that a later conflict names no supporter.
 */
export async function move(
  context: CommandContext,
  voice: Voice,
  { to, by, changes = {}, words, unitId }: Taken,
): Promise<VoiceStep> {
  const found = findMove(voiceMoves, voice.state, to, by)
  if (!found) throw new Refused({ code: 'voices.moveNotAllowed', from: voice.state, to })
  const isQuiet = by === 'asked' || by === 'system'
  const changedBy = isQuiet ? 'system' : context.actor.accountId
  const changedAt = Math.max(context.now, voice.changedAt + 1)
  await context.tx
    .update(voices)
    .set({ state: to, changedBy, changedAt, ...changes })
    .where(eq(voices.id, voice.id))
  await noteStep(context, voice, { step: found.step, part: by, words, unitId })
  return found.step
}

const clock = { accountId: 'system', role: 'system', areaId: null, posts: [] } as const

/**
 * Writes a step that moves nothing. A step of `system` has no actor, since the last of many supporters did
 * not decide alone.
 */
export const noteStep = async (
  context: CommandContext,
  { id }: Pick<Voice, 'id'>,
  step: {
    readonly step: VoiceStep
    readonly part: VoicePart
    readonly words?: string | null | undefined
    readonly unitId?: string | null | undefined
  },
): Promise<void> => await addStep(step.part === 'system' ? { ...context, actor: clock } : context, {
  kind: 'voice',
  ref: id,
  step: step.step,
  part: step.part,
  words: step.words ?? null,
  unitId: step.unitId ?? null,
})

/** Refuses an act of the desk that was based on an older version than the current one. */
export const requireSame = async (context: CommandContext, voice: Voice, seen: number): Promise<void> =>
  await requireSeen(context, seen, { at: voice.changedAt, by: voice.changedBy })

/** The beginning of a voice's text, for a notice or a link. */
export const excerptOf = ({ text }: Pick<Voice, 'text'>): string => {
  const characters = [...text.replace(/\s+/g, ' ')]
  return characters.length > 30 ? `${characters.slice(0, 29).join('')}…` : characters.join('')
}
