import type { Reader } from '#server/database/database.ts'
import type { Actor, QueryContext, QueryHandler } from '#server/sync/context.ts'
import type { FindLinked } from '#server/sync/feature.ts'
import type { PollStage } from '#shared/polls/rules.ts'
import type { PollBrief, PollView } from '#shared/polls/schemas.ts'
import type { SQL } from 'drizzle-orm'
import type { Poll } from './vote.ts'
import { inArea, nameOfArea } from '#server/core/areas/index.ts'
import { accounts, findAccount } from '#server/core/identity/index.ts'
import { areasOf, inAreas } from '#server/core/posts/index.ts'
import { pageOf } from '#server/database/pages.ts'
import { areaCodeLengths } from '#shared/areas/schemas.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { SHOWN_ROWS_MAX } from '#shared/kernel/fields.ts'
import { ARRIVAL_MS, whyNot } from '#shared/polls/rules.ts'
import { NAMES_MAX } from '#shared/polls/schemas.ts'
import { and, asc, count, desc, eq, gt, gte, inArray, lt, lte, ne } from 'drizzle-orm'
import { mayRun } from './run-poll.ts'
import { pollNamedVotes, pollOptions, polls, pollTallies, pollVoters } from './tables.ts'
import { findPoll } from './vote.ts'

/** How long a result stays in the list (ms). */
const SHOWN_MS = 90 * DAY_MS

/** Answers `polls.open`: polls that run, are to come or were counted, in the areas around somebody's own. */
export const openPolls: QueryHandler<'polls.open'> = async (_input, context) => {
  const { read, actor, now } = context
  const home = (await findAccount(read, actor.accountId))?.areaId ?? ''
  const around = areaCodeLengths.filter(length => length <= home.length).map(length => home.slice(0, length))
  if (around.length === 0) return { polls: [] }
  const rows = await read
    .select()
    .from(polls)
    .where(and(inArray(polls.areaId, around), ne(polls.state, 'cancelled'), gt(polls.endsAt, now - SHOWN_MS)))
    .orderBy(desc(polls.endsAt), desc(polls.id))
    .limit(SHOWN_ROWS_MAX)
  return { polls: await briefsOf(context, rows) }
}

/** Answers `polls.desk`: all polls of the areas that somebody works for. */
export const deskPolls: QueryHandler<'polls.desk'> = async (asked, context) => {
  const { read, actor, now } = context
  const { stage, areaId } = asked
  const meant = and(
    inAreas(polls.areaId, areasOf(actor)),
    stage && isAt(stage, now),
    areaId === undefined ? undefined : inArea(polls.areaId, areaId),
  )
  const { rows, hasMore } = await pageOf({
    range: asked,
    rank: polls.endsAt,
    read: async (within, limit) => await read
      .select()
      .from(polls)
      .where(and(meant, within))
      .orderBy(desc(polls.endsAt), desc(polls.id))
      .limit(limit),
    rankOf: ({ endsAt }) => endsAt,
  })
  return { polls: await briefsOf(context, rows), total: await read.$count(polls, meant), hasMore }
}

/** The condition that a poll is in a stage, as `stageOf` decides for one. */
function isAt(stage: PollStage, now: number): SQL | undefined {
  if (stage === 'counted' || stage === 'cancelled') return eq(polls.state, stage)
  const spans = {
    coming: gt(polls.startsAt, now),
    running: and(lte(polls.startsAt, now), gte(polls.endsAt, now)),
    arriving: lt(polls.endsAt, now),
  }
  return and(eq(polls.state, 'published'), spans[stage])
}

/** For links of other features: a poll that was not cancelled. */
export const findAsked: FindLinked = async (read, ref) => {
  const [poll] = await read.select().from(polls).where(and(eq(polls.id, ref), ne(polls.state, 'cancelled')))
  return poll && { title: poll.question, areaId: poll.areaId }
}

/** Answers `polls.one`. */
export const onePoll: QueryHandler<'polls.one'> = async ({ pollId }, context) => {
  const { read, actor } = context
  const poll = await findPoll(read, pollId)
  const [brief] = await briefsOf(context, [poll])
  const runs = mayRun(actor, poll.areaId)
  const { words, audience, works, companies, quorum, version, changedAt, endWords } = poll
  return {
    ...brief!,
    words,
    audience,
    works,
    companies,
    quorum,
    version,
    changedAt,
    endWords,
    madeBy: (await findAccount(read, poll.madeBy))?.name ?? '',
    options: await optionsOf(read, poll, runs || brief!.whyNot === null),
    runs,
  }
}

async function briefsOf({ read, actor }: QueryContext, rows: readonly Poll[]): Promise<PollBrief[]> {
  const ids = rows.map(({ id }) => id)
  const [turnouts, own] = [await turnoutsOf(read, ids), await votedIn(read, actor, ids)]
  const account = await findAccount(read, actor.accountId)
  return await Promise.all(rows.map(async (poll): Promise<PollBrief> => ({
    id: poll.id,
    question: poll.question,
    areaId: poll.areaId,
    areaName: await nameOfArea(read, poll.areaId),
    ballot: poll.ballot,
    state: poll.state,
    startsAt: poll.startsAt,
    endsAt: poll.endsAt,
    countsAt: poll.endsAt + ARRIVAL_MS,
    turnout: poll.turnout ?? turnouts.get(poll.id) ?? 0,
    entitled: poll.entitled,
    outcome: poll.outcome,
    hasVoted: own.has(poll.id),
    whyNot: account ? whyNot(poll, account) : 'unregistered',
  })))
}

async function turnoutsOf(read: Reader, ids: string[]): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map()
  const rows = await read
    .select({ id: pollVoters.pollId, n: count() })
    .from(pollVoters)
    .where(inArray(pollVoters.pollId, ids))
    .groupBy(pollVoters.pollId)
  return new Map(rows.map(({ id, n }) => [id, n]))
}

async function votedIn(read: Reader, { accountId }: Actor, ids: string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const rows = await read
    .select({ id: pollVoters.pollId })
    .from(pollVoters)
    .where(and(eq(pollVoters.accountId, accountId), inArray(pollVoters.pollId, ids)))
  return new Set(rows.map(({ id }) => id))
}

/** The options, with votes once these may be shown, and with names for those who may read them. */
async function optionsOf(read: Reader, poll: Poll, readsNames: boolean): Promise<PollView['options']> {
  const options = await read
    .select()
    .from(pollOptions)
    .where(eq(pollOptions.pollId, poll.id))
    .orderBy(asc(pollOptions.option))
  const isShown = poll.outcome === 'shown'
  const tallies = isShown ? await read.select().from(pollTallies).where(eq(pollTallies.pollId, poll.id)) : []
  const votes = new Map(tallies.map(({ option, n }) => [option, n]))
  const names = isShown && readsNames && poll.ballot === 'named' ? await namesOf(read, poll.id) : undefined
  return options.map(({ option, text, latitude, longitude }) => ({
    text,
    place: latitude === null || longitude === null ? null : { latitude, longitude },
    votes: votes.get(option) ?? null,
    names: names ? (names.get(option) ?? []).slice(0, NAMES_MAX) : null,
  }))
}

/** Who chose what in a named poll; erased accounts have no name. */
async function namesOf(read: Reader, pollId: string): Promise<ReadonlyMap<number, string[]>> {
  const rows = await read
    .select({ option: pollNamedVotes.option, name: accounts.name })
    .from(pollNamedVotes)
    .innerJoin(accounts, eq(accounts.id, pollNamedVotes.accountId))
    .where(eq(pollNamedVotes.pollId, pollId))
    .orderBy(asc(accounts.id))
  const names = new Map<number, string[]>()
  for (const { option, name } of rows) names.set(option, [...names.get(option) ?? [], name ?? ''])
  return names
}

/** For `identity.export`: the polls in which somebody voted. Their choice is known in named polls only. */
export const exportVotes = async ({ read, actor: { accountId } }: QueryContext): Promise<unknown> =>
  await read
    .select({
      question: polls.question,
      ballot: polls.ballot,
      endsAt: polls.endsAt,
      option: pollOptions.text,
    })
    .from(pollVoters)
    .innerJoin(polls, eq(polls.id, pollVoters.pollId))
    .leftJoin(pollNamedVotes, and(
      eq(pollNamedVotes.pollId, pollVoters.pollId),
      eq(pollNamedVotes.accountId, pollVoters.accountId),
    ))
    .leftJoin(pollOptions, and(
      eq(pollOptions.pollId, pollNamedVotes.pollId),
      eq(pollOptions.option, pollNamedVotes.option),
    ))
    .where(eq(pollVoters.accountId, accountId))
    .orderBy(asc(polls.endsAt), asc(polls.id))
