import type { Audience, Ballot, Outcome, PollState } from '#shared/polls/rules.ts'
import type { Companies, Works } from '#shared/polls/schemas.ts'
import { accounts } from '#server/core/identity/index.ts'
import {
  check,
  index,
  instant,
  integer,
  json,
  primaryKey,
  real,
  table,
  text,
} from '#server/database/columns.ts'
import { sql } from 'drizzle-orm'

/** 投票: a question to those of an area, with two to ten options. */
export const polls = table(
  'polls',
  {
    id: text('id').primaryKey(),
    state: text('state').$type<PollState>().notNull(),
    question: text('question').notNull(),
    words: text('words').notNull(),
    areaId: text('area_id').notNull(),
    audience: text('audience').$type<Audience>().notNull(),
    works: json('works').$type<Works>().notNull(),
    companies: json('companies').$type<Companies>().notNull(),
    ballot: text('ballot').$type<Ballot>().notNull(),
    quorum: integer('quorum').notNull(),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    version: integer('version').notNull(), // Counts the changes before it began.
    madeBy: text('made_by').notNull().references(() => accounts.id),
    changedAt: instant('changed_at').notNull(),
    changedBy: text('changed_by').notNull(),
    endWords: text('end_words'), // Why it was cancelled or ended early.
    entitled: integer('entitled').notNull(),
    turnout: integer('turnout'), // Set when the poll is counted, as is `outcome`.
    outcome: text('outcome').$type<Outcome>(),
  },
  t => [
    index('polls_by_end').on(t.state, t.endsAt),
    index('polls_by_area').on(t.areaId, t.endsAt),
    check('polls_state', sql`${t.state} in ('published', 'cancelled', 'counted')`),
    check('polls_ballot', sql`${t.ballot} in ('secret', 'named')`),
    check('polls_span', sql`${t.startsAt} <= ${t.endsAt}`),
    check('polls_counted_have_an_outcome', sql`(${t.state} = 'counted') = (${t.outcome} is not null)`),
  ],
)

export const pollOptions = table('poll_options', {
  pollId: text('poll_id').notNull().references(() => polls.id),
  option: integer('option').notNull(),
  text: text('text').notNull(),
  latitude: real('latitude'),
  longitude: real('longitude'),
}, t => [
  primaryKey({ columns: [t.pollId, t.option] }),
  check('poll_options_place_is_whole', sql`(${t.latitude} is null) = (${t.longitude} is null)`),
])

/** Who has voted, and nothing else. */
export const pollVoters = table('poll_voters', {
  pollId: text('poll_id').notNull().references(() => polls.id),
  accountId: text('account_id').notNull().references(() => accounts.id),
}, t => [primaryKey({ columns: [t.pollId, t.accountId] }), index('poll_voters_by_account').on(t.accountId)])

/**
 * The votes of a poll that is not counted, summed up and sealed with the city's secret. Unsealed, the
 * difference between two backups, or a page of SQLite's log beside a receipt, would reveal one person's vote.
 */
export const pollBoxes = table('poll_boxes', {
  pollId: text('poll_id').primaryKey().references(() => polls.id),
  sealed: text('sealed').notNull(),
})

/** The votes of a counted poll by option, where they may be shown. */
export const pollTallies = table('poll_tallies', {
  pollId: text('poll_id').notNull().references(() => polls.id),
  option: integer('option').notNull(),
  n: integer('n').notNull(),
}, t => [primaryKey({ columns: [t.pollId, t.option] }), check('poll_tallies_n', sql`${t.n} >= 0`)])

/** Who chose what in a named poll; for secret ones nothing is stored here. */
export const pollNamedVotes = table('poll_named_votes', {
  pollId: text('poll_id').notNull().references(() => polls.id),
  accountId: text('account_id').notNull().references(() => accounts.id),
  option: integer('option').notNull(),
}, t => [
  primaryKey({ columns: [t.pollId, t.accountId] }),
  index('poll_named_votes_by_account').on(t.accountId),
])
