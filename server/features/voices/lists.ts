import type { Reader } from '#server/database/database.ts'
import type { QueryContext, QueryHandler } from '#server/sync/context.ts'
import type { PageRange } from '#shared/kernel/fields.ts'
import type { QueryInput } from '#shared/queries.ts'
import type { Complaint, DeskVoices } from '#shared/voices/schemas.ts'
import type { SQL } from 'drizzle-orm'
import type { Voice } from './voice.ts'
import { cityCode, inArea, nameOfArea } from '#server/core/areas/index.ts'
import { findLinked } from '#server/core/links/index.ts'
import { areasOf, inAreas, scopesOf } from '#server/core/posts/index.ts'
import { pageOf, waitingFirst } from '#server/database/pages.ts'
import { hasWords } from '#server/database/words.ts'
import { areaCodeLengths } from '#shared/areas/schemas.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { openVoiceStates, overVoiceStates, publicKinds } from '#shared/voices/rules.ts'
import { and, asc, desc, eq, exists, inArray, isNull, lt, ne, or, sql } from 'drizzle-orm'
import { briefsOf } from './briefs.ts'
import { voices, voiceSupporters } from './tables.ts'

const PAGE_MAX = 50
const byDay = sql<number>`${voices.shownAt}`.mapWith(Number)

/** The condition for public voices inside an area, and for those about an area around it. */
export const around = (areaId: string): SQL => and(
  inArray(voices.kind, publicKinds),
  or(
    inArea(voices.areaId, areaId),
    inArray(voices.areaId, areaCodeLengths
      .filter(length => length < areaId.length)
      .map(length => areaId.slice(0, length))),
  ),
)!

/**
 * The length of the area in which somebody looks around: the street they registered in; without one, the
 * city.
 */
const STREET_LENGTH = areaCodeLengths[2]
export const lookedAround = (areaId: string | null, { actor }: Pick<QueryContext, 'actor'>): string =>
  areaId ?? actor.areaId?.slice(0, STREET_LENGTH) ?? cityCode()

async function page(read: Reader, range: PageRange, rank: SQL<number>, of: SQL | undefined, most?: number) {
  const { rows, hasMore } = await pageOf({
    range,
    ...most !== undefined && { most },
    rank,
    read: async (within, limit) =>
      await read
        .select({ voice: voices, rank })
        .from(voices)
        .where(and(of, within))
        .orderBy(desc(rank), desc(voices.id))
        .limit(limit),
    rankOf: row => row.rank,
  })
  const ranks = new Map(rows.map(({ voice, rank }) => [voice.id, rank]))
  return { voices: rows.map(({ voice }) => voice), rankOf: ({ id }: Voice) => ranks.get(id)!, hasMore }
}

/** Answers `voices.near`: open or closed voices around an area, or those that the actor supports. */
export const nearVoices: QueryHandler<'voices.near'> = async (asked, context) => {
  const { read, actor } = context
  const areaId = lookedAround(asked.areaId, context)
  const mine = read
    .select({ id: voiceSupporters.voiceId })
    .from(voiceSupporters)
    .where(and(eq(voiceSupporters.voiceId, voices.id), eq(voiceSupporters.accountId, actor.accountId)))
  const states = [...asked.view === 'open' ? openVoiceStates : overVoiceStates]
  const of = asked.view === 'supported'
    ? and(exists(mine), ne(voices.state, 'hidden'))
    : and(around(areaId), inArray(voices.state, states))
  const kind = asked.kind && eq(voices.kind, asked.kind)
  const found = await page(read, asked, byDay, and(of, kind), PAGE_MAX)
  return {
    areaName: await nameOfArea(read, areaId),
    voices: await briefsOf(context, found.voices, found.rankOf),
    hasMore: found.hasMore,
  }
}

/** Answers `voices.mine`: one's own voices, newest first. */
export const myVoices: QueryHandler<'voices.mine'> = async (range, context) => {
  const { read, actor } = context
  const byTime = sql<number>`${voices.at}`.mapWith(Number)
  const found = await page(read, range, byTime, eq(voices.accountId, actor.accountId))
  const briefs = await briefsOf(context, found.voices, found.rankOf)
  return briefs.map((brief, i) => ({ ...brief, page: found.voices[i]!.page }))
}

/** Answers `desk.complaints`: unanswered complaints first, the oldest on top; then the latest answers. */
export const deskComplaints: QueryHandler<'desk.complaints'> = async (range, { read }) => {
  const ofKind = and(eq(voices.kind, 'complaint'), ne(voices.state, 'hidden'))
  const found = await page(read, range, waitingFirst(voices.shownAt, voices.repliedAt), ofKind)
  return found.voices.map((voice): Complaint => {
    const { id, text, page, shownAt: at, replyWords, repliedAt } = voice
    const reply = replyWords === null || repliedAt === null ? null : { words: replyWords, at: repliedAt }
    return { id, text, page, at, rank: found.rankOf(voice), reply }
  })
}

/** By the day promised first, as in public. */
const isLateAt = (now: number): SQL => and(
  lt(voices.promisedAt, now),
  isNull(voices.metAt),
  inArray(voices.state, [...openVoiceStates]),
)!

/**
 * Answers `voices.desk`: the voices of staff's areas, or those that a unit answers; longest waiting first.
 */
export const deskVoices: QueryHandler<'voices.desk'> = async (asked, context) => {
  const { read, actor, now } = context
  const unitIds = scopesOf(actor, 'unit')
  const ofUnits = unitIds.length > 0 ? inArray(voices.unitId, unitIds) : sql`1 = 0`
  const ofAreas = inAreas(voices.areaId, areasOf(actor))
  const reach = or(ofAreas, ofUnits)!
  // Without a promise or a unit, with an appeal, or late.
  const todo = or(
    and(ofAreas, eq(voices.awaits, 'staff')),
    and(ofUnits, eq(voices.awaits, 'unit')),
    isLateAt(now),
  )!
  const isOpen = inArray(voices.state, [...openVoiceStates])
  const views = { todo, running: and(isOpen, not(todo))!, over: and(not(isOpen), not(todo))! }
  // Voices with a day come in the order of their days; those without, by age after all of them.
  const waitsUntil = sql`coalesce(${voices.promisedAt}, ${voices.shownAt} + cast(${YEAR_MS} as bigint))`
  const rank = asked.view === 'over'
    ? sql<number>`${voices.changedAt}`.mapWith(Number)
    : waitingFirst(waitsUntil, sql`cast(null as bigint)`)
  const meant = and(reach, views[asked.view], narrowed(asked))
  const found = await page(read, asked, rank, meant, PAGE_MAX)
  const briefs = await briefsOf(context, found.voices, found.rankOf)
  return {
    voices: briefs.map((brief, i) => {
      const { appealedAt, awaits, chooseBy, state } = found.voices[i]!
      const isOver = state === 'hidden' || state === 'declined'
      return { ...brief, appealed: isOver && appealedAt !== null && awaits === 'staff', chooseBy }
    }),
    counts: await countsOf(read, reach, { ...views, late: isLateAt(now) }),
    total: await read.$count(voices, meant),
    hasMore: found.hasMore,
  }
}

const narrowed = ({ kind, areaId, text }: QueryInput<'voices.desk'>): SQL | undefined => and(
  kind && eq(voices.kind, kind),
  areaId === undefined ? undefined : inArea(voices.areaId, areaId),
  ...(text ?? '').split(/\s+/).filter(Boolean).map(word => hasWords(voices.text, word)),
)

const YEAR_MS = 366 * DAY_MS
const not = (condition: SQL): SQL => sql`not coalesce(${condition}, false)`

async function countsOf(
  read: Reader,
  reach: SQL,
  counted: Record<keyof DeskVoices['counts'], SQL>,
): Promise<DeskVoices['counts']> {
  const countOf = (condition: SQL) =>
    sql<number>`coalesce(sum(case when ${condition} then 1 else 0 end), 0)`.mapWith(Number)
  const [counts] = await read
    .select({
      todo: countOf(counted.todo),
      running: countOf(counted.running),
      over: countOf(counted.over),
      late: countOf(counted.late),
    })
    .from(voices)
    .where(reach)
  return counts!
}

/** More than one evening can answer. */
const QUESTIONS_MAX = 300

/** Answers `voices.ofTalk`: the questions for a talk, those with most supporters first. */
export const talkVoices: QueryHandler<'voices.ofTalk'> = async ({ activityId }, context) => {
  const { read } = context
  const talk = await findLinked(read, { kind: 'activity', ref: activityId })
  const rows = await read
    .select()
    .from(voices)
    .where(and(eq(voices.talkId, activityId), ne(voices.state, 'hidden'), ne(voices.state, 'merged')))
    .orderBy(desc(voices.supporters), asc(voices.shownAt), asc(voices.id))
    .limit(QUESTIONS_MAX)
  return { asksUntil: talk?.asksUntil ?? null, voices: await briefsOf(context, rows) }
}
