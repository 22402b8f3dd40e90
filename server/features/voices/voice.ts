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
    const voice = await lockRow(tx, voices, eq(voices.id, id))
    if (!voice) throw new Refused({ code: 'voices.unknown' })
    locked.set(id, voice)
  }
  return locked
}

export const lockVoice = async (tx: Transaction, id: string): Promise<Voice> =>
  (await lockVoices(tx, [id])).get(id)!

/** The voice that took in all that this one was merged into, one after the other; else itself. */
export async function rootOf(read: Reader, voice: Voice): Promise<Voice> {
  let root = voice
  while (root.mergedInto !== null) root = await findVoice(read, root.mergedInto)
  return root
}

/** Locks the root of a voice's merges; one that was merged on meanwhile is followed. */
export async function lockRoot(tx: Transaction, voice: Voice): Promise<Voice> {
  for (let at = await rootOf(tx, voice); ; at = await rootOf(tx, at)) {
    const root = await lockVoice(tx, at.id)
    if (root.mergedInto === null) return root
  }
}

/** Ids of a voice and of all that were merged into it, however far. */
export async function treeOf(read: Reader, id: string): Promise<string[]> {
  const tree = [id]
  for (let level = [id]; level.length > 0;) {
    const below = await read.select({ id: voices.id }).from(voices).where(inArray(voices.mergedInto, level))
    level = below.map(({ id }) => id)
    tree.push(...level)
  }
  return tree
}

/** Everybody who asked for what these voices say: those who wrote them, or some, and who said "me too". */
const askedIn = (read: Reader, ids: string[], some?: SQL) => read
  .select({ accountId: voiceSupporters.accountId })
  .from(voiceSupporters)
  .where(inArray(voiceSupporters.voiceId, ids))
  .union(read
    .select({ accountId: sql<string>`${voices.accountId}`.as('account_id') })
    .from(voices)
    .where(and(inArray(voices.id, ids), isNotNull(voices.accountId), some)))

/** Ids of the people who asked for what a voice and those merged into it say. */
export async function askersOf(read: Reader, rootId: string): Promise<string[]> {
  const rows = await askedIn(read, await treeOf(read, rootId))
  return rows.map(({ accountId }) => accountId)
}

/**
 * Counts anew who supports a voice: distinct people over all that were merged into it, but for its maker.
 * Who wrote one without their name is in no count: it would rise by one for a stranger, and not for the maker
 * or a supporter of the other voice, so everybody would learn whose it was. Lock the voice first.
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
 * Moves a voice that is locked and writes the step; refuses what the table of moves doesn't allow. What those
 * who asked do is nobody's change at the desk, for the next to save there is told whose it was.
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

/** Writes a step that moves nothing. Whoever was the last of many has decided nothing alone. */
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

/** Refuses a change at the desk that was made on another version than the one that stands. */
export const requireSame = async (context: CommandContext, voice: Voice, seen: number): Promise<void> =>
  await requireSeen(context, seen, { at: voice.changedAt, by: voice.changedBy })

/** The beginning of what somebody said, for a notice or a link. */
export const excerptOf = ({ text }: Pick<Voice, 'text'>): string => {
  const characters = [...text.replace(/\s+/g, ' ')]
  return characters.length > 30 ? `${characters.slice(0, 29).join('')}…` : characters.join('')
}
