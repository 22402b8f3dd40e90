import type { Reader } from '#server/database/database.ts'
import type { QueryContext, QueryHandler } from '#server/sync/context.ts'
import type { SQL } from 'drizzle-orm'
import { piecesOf } from '#server/database/rows.ts'
import { Refused } from '#shared/refusal.ts'
import { openVoiceStates } from '#shared/voices/rules.ts'
import { SIMILAR_MAX } from '#shared/voices/schemas.ts'
import { and, desc, eq, inArray, ne } from 'drizzle-orm'
import { briefsOf } from './briefs.ts'
import { around, lookedAround } from './lists.ts'
import { isStaffOf } from './permissions.ts'
import { voices } from './tables.ts'
import { findVoice } from './voice.ts'

/** How many open voices are compared, the newest ones; more than an area has. */
const COMPARED_MAX = 5000
/** The share of rarer pairs that two texts must have in common to count as similar. */
const ALIKE_MIN = 0.3
/** How many texts are cached, and how many characters of each: some 6 million pairs at most, 24 MB. */
const REMEMBERED_MAX = 20_000
const READ_MAX = 300

/** Words that occur in wishes of every subject. */
const FILLER = /希望|能不能|可不可以|是不是|有没有|什么时候|可以|我们|建议|能否|请问|[多想我的了吗呢吧啊在有请]/g

/** Pairs of neighbouring characters; a text of one character is its own pair. */
export function pairsOf(text: string): Set<string> {
  const said = [...text.toLowerCase().replace(FILLER, '').replace(/[^\p{L}\p{N}]/gu, '')].slice(0, READ_MAX)
  const pairs = said.slice(1).map((next, i) => said[i]! + next)
  return new Set(pairs.length > 0 ? pairs : said)
}

/**
 * A number for each pair of characters in the voices, so that comparing means counting in a list. Pairs of a
 * query get none, because anybody may query anything and numbers are never freed.
 */
const numbers = new Map<string, number>()
const numberOf = (pair: string): number => {
  const known = numbers.get(pair) ?? numbers.size
  numbers.set(pair, known)
  return known
}
export const knownPairs = (): number => numbers.size
/** The pairs of each text, computed once in a process, since a text never changes. */
const remembered = new Map<string, Uint32Array>()

async function remember(read: Reader, ids: readonly string[]): Promise<void> {
  if (remembered.size + ids.length > REMEMBERED_MAX) {
    remembered.clear()
    numbers.clear()
  }
  const missing = ids.filter(id => !remembered.has(id))
  for (const some of piecesOf(missing)) {
    const rows = await read
      .select({ id: voices.id, text: voices.text })
      .from(voices)
      .where(inArray(voices.id, some))
    for (const { id, text } of rows) remembered.set(id, Uint32Array.from(pairsOf(text), numberOf))
  }
}

/**
 * Ids of the texts most similar to a text, best first. A shared pair counts the more, the fewer texts have
 * it: 驿站 is in every second wish.
 */
export async function alike(read: Reader, text: string, of: SQL | undefined): Promise<string[]> {
  const own = pairsOf(text)
  if (own.size === 0) return []
  const rows = await read
    .select({ id: voices.id })
    .from(voices)
    .where(and(of, inArray(voices.state, [...openVoiceStates])))
    .orderBy(desc(voices.shownAt))
    .limit(COMPARED_MAX)
  await remember(read, rows.map(({ id }) => id))
  return nearest(own, rows)
}

/** The voices that have most in common with these pairs. */
function nearest(asked: ReadonlySet<string>, rows: readonly { id: string }[]): string[] {
  const own = [...asked].flatMap(pair => numbers.get(pair) ?? [])
  const isOwn = new Uint8Array(numbers.size)
  for (const pair of own) isOwn[pair] = 1
  const having = new Uint32Array(numbers.size)
  const shared = rows.flatMap(({ id }) => {
    const pairs = remembered.get(id)
    if (!pairs) return []
    let both = 0
    for (const pair of pairs) {
      if (isOwn[pair] === 0) continue
      having[pair]!++
      both++
    }
    return both === 0 ? [] : [{ id, pairs }]
  })
  const weightOf = (pair: number) => Math.log(1 + rows.length / (1 + having[pair]!))
  const unheard = (asked.size - own.length) * Math.log(1 + rows.length)
  const whole = own.reduce((sum, pair) => sum + weightOf(pair), unheard)
  const near = shared.flatMap(({ id, pairs }) => {
    let common = 0
    for (const pair of pairs) {
      if (isOwn[pair] === 1) common += weightOf(pair)
    }
    // A short wish inside a long text counts as similar as the other way round.
    const share = common / Math.min(whole, whole * pairs.length / asked.size)
    return share < ALIKE_MIN ? [] : [{ id, share }]
  })
  return near
    .sort((a, b) => b.share - a.share || (a.id < b.id ? -1 : 1))
    .slice(0, SIMILAR_MAX)
    .map(({ id }) => id)
}

async function inOrder(context: QueryContext, ids: readonly string[]) {
  if (ids.length === 0) return []
  const rows = await context.read.select().from(voices).where(inArray(voices.id, [...ids]))
  rows.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
  return await briefsOf(context, rows)
}

/** Answers `voices.similar`: open public voices around an area with a similar text. */
export const similarVoices: QueryHandler<'voices.similar'> = async ({ text, areaId }, context) =>
  await inOrder(context, await alike(context.read, text, around(lookedAround(areaId, context))))

/** Answers `voices.targets`: the open voices around a voice's area into which staff might merge it. */
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
