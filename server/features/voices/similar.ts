import type { Reader } from '#server/database/database.ts'
import type { QueryContext, QueryHandler } from '#server/sync/context.ts'
import type { SQL } from 'drizzle-orm'
import { Refused } from '#shared/refusal.ts'
import { openVoiceStates } from '#shared/voices/rules.ts'
import { SIMILAR_MAX } from '#shared/voices/schemas.ts'
import { and, desc, eq, inArray, ne } from 'drizzle-orm'
import { briefsOf } from './briefs.ts'
import { around, lookedAround } from './lists.ts'
import { isStaffOf } from './permissions.ts'
import { voices } from './tables.ts'
import { findVoice } from './voice.ts'

/** More open ones than an area has; of more the newest are looked at. */
const COMPARED_MAX = 5000
/** What two texts must share of the rarer pairs to be offered. */
const ALIKE_MIN = 0.3
const REMEMBERED_MAX = 50_000
const FETCHED_AT_ONCE = 500

/** Words that wishes are made of, whatever they are about. */
const FILLER = /希望|能不能|可不可以|是不是|有没有|什么时候|可以|我们|建议|能否|请问|[多想我的了吗呢吧啊在有请]/g

/** Pairs of neighbouring characters; a text of one character is its own pair. */
export function pairsOf(text: string): Set<string> {
  const said = [...text.toLowerCase().replace(FILLER, '').replace(/[^\p{L}\p{N}]/gu, '')]
  const pairs = said.slice(1).map((next, i) => said[i]! + next)
  return new Set(pairs.length > 0 ? pairs : said)
}

/** A text never changes, so its pairs are worked out once in a process. */
const remembered = new Map<string, ReadonlySet<string>>()

async function pairsById(read: Reader, ids: readonly string[]): Promise<typeof remembered> {
  const missing = ids.filter(id => !remembered.has(id))
  if (remembered.size + missing.length > REMEMBERED_MAX) remembered.clear()
  const wanted = remembered.size === 0 ? ids : missing
  for (let from = 0; from < wanted.length; from += FETCHED_AT_ONCE) {
    const some = wanted.slice(from, from + FETCHED_AT_ONCE)
    const rows = await read
      .select({ id: voices.id, text: voices.text })
      .from(voices)
      .where(inArray(voices.id, some))
    for (const { id, text } of rows) remembered.set(id, pairsOf(text))
  }
  return remembered
}

/**
 * Ids of those that say nearly what a text says, the nearest first. What two share counts the more the fewer
 * of all have it: 驿站 is in every second wish.
 */
export async function alike(read: Reader, text: string, of: SQL | undefined): Promise<string[]> {
  const own = [...pairsOf(text)]
  if (own.length === 0) return []
  const rows = await read
    .select({ id: voices.id })
    .from(voices)
    .where(and(of, inArray(voices.state, [...openVoiceStates])))
    .orderBy(desc(voices.shownAt))
    .limit(COMPARED_MAX)
  const pairs = await pairsById(read, rows.map(({ id }) => id))
  const having = own.map(() => 0)
  const shared = rows.flatMap(({ id }) => {
    const theirs = pairs.get(id)
    if (!theirs) return []
    const both = own.flatMap((pair, i) => theirs.has(pair) ? [i] : [])
    for (const i of both) having[i]!++
    return both.length === 0 ? [] : [{ id, both, size: theirs.size }]
  })
  const weightOf = (i: number) => Math.log(1 + rows.length / (1 + having[i]!))
  const whole = own.reduce((sum, _, i) => sum + weightOf(i), 0)
  return shared
    .map(({ id, both, size }) => {
      const common = both.reduce((sum, i) => sum + weightOf(i), 0)
      // A short wish inside a long text is as near as the other way round.
      return { id, near: common / Math.min(whole, whole * size / own.length) }
    })
    .filter(({ near }) => near >= ALIKE_MIN)
    .sort((a, b) => b.near - a.near || (a.id < b.id ? -1 : 1))
    .slice(0, SIMILAR_MAX)
    .map(({ id }) => id)
}

async function inOrder(context: QueryContext, ids: readonly string[]) {
  if (ids.length === 0) return []
  const rows = await context.read.select().from(voices).where(inArray(voices.id, [...ids]))
  rows.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
  return await briefsOf(context, rows)
}

/** Answers `voices.similar`: open public ones around an area that say nearly the same. */
export const similarVoices: QueryHandler<'voices.similar'> = async ({ text, areaId }, context) =>
  await inOrder(context, await alike(context.read, text, around(lookedAround(areaId, context))))

/** Answers `voices.targets`: into which of the open ones around it staff might merge a voice. */
export const mergeTargets: QueryHandler<'voices.targets'> = async ({ voiceId }, context) => {
  const voice = await findVoice(context.read, voiceId)
  if (!isStaffOf(context.actor, voice)) throw new Refused({ code: 'voices.unknown' })
  const others = and(around(voice.areaId), ne(voices.id, voiceId))
  const near = await alike(context.read, voice.text, others)
  const rest = await context.read
    .select({ id: voices.id })
    .from(voices)
    .where(and(others, inArray(voices.state, [...openVoiceStates]), eq(voices.kind, voice.kind)))
    .orderBy(desc(voices.supporters), desc(voices.shownAt))
    .limit(20)
  return await inOrder(context, [...new Set([...near, ...rest.map(({ id }) => id)])])
}
