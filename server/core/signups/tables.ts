import type { SignupState } from '#shared/volunteering/rules.ts'
import { accounts } from '#server/core/identity/tables.ts'
import {
  check,
  index,
  instant,
  integer,
  primaryKey,
  table,
  text,
  uniqueIndex,
} from '#server/database/columns.ts'
import { sql } from 'drizzle-orm'

/**
 * Openings: a number of places for an activity or team. `taken` counts people who are in, have an offer, came
 * or missed it.
 */
export const openings = table(
  'openings',
  {
    id: text('id').primaryKey(),
    kind: text('kind').$type<'activity' | 'team'>().notNull(),
    ref: text('ref').notNull(), // The activity, the team.
    title: text('title').notNull(), // Shown to people with a clash.
    capacity: integer('capacity').notNull(),
    taken: integer('taken').notNull().default(0),
    lastSeq: integer('last_seq').notNull().default(0),
    flow: text('flow').$type<'instant' | 'ask'>().notNull(), // 'ask': a captain or staff admit people.
    opensAt: instant('opens_at').notNull(),
    closesAt: instant('closes_at'), // No sign-ups after this.
    startsAt: instant('starts_at'),
    endsAt: instant('ends_at'),
    answerWithinMs: integer('answer_within_ms'), // Null: who moves up is in at once, without an offer.
    endedAt: instant('ended_at'), // Called off or closed.
  },
  t => [
    uniqueIndex('openings_by_ref').on(t.kind, t.ref),
    check('openings_kind', sql`${t.kind} in ('activity', 'team')`),
    check('openings_flow', sql`${t.flow} in ('instant', 'ask')`),
    check('openings_places', sql`${t.taken} >= 0 and ${t.taken} <= ${t.capacity}`),
    check('openings_span', sql`(${t.startsAt} is null) = (${t.endsAt} is null)`),
  ],
)

/**
 * Somebody's place in an opening, once each. `seq` is the order on the list; signing up again goes to its
 * end.
 */
export const signups = table(
  'signups',
  {
    openingId: text('opening_id').notNull().references(() => openings.id),
    accountId: text('account_id').notNull().references(() => accounts.id),
    seq: integer('seq').notNull(),
    state: text('state').$type<SignupState>().notNull(),
    words: text('words').notNull().default(''), // What the person wrote when asking.
    answerBy: instant('answer_by'), // When an offer expires.
    at: instant('at').notNull(), // When the state changed last.
  },
  t => [
    primaryKey({ columns: [t.openingId, t.accountId] }),
    uniqueIndex('signups_in_order').on(t.openingId, t.seq),
    index('signups_waiting').on(t.openingId, t.seq).where(sql`state = 'waiting'`),
    index('signups_by_account').on(t.accountId, t.state),
    index('signups_offered').on(t.answerBy).where(sql`state = 'offered'`),
    check(
      'signups_state',
      sql`${t.state} in
        ('asked', 'waiting', 'offered', 'in', 'left', 'refused', 'lapsed', 'came', 'missed')`,
    ),
    check('signups_offers_end', sql`(${t.state} = 'offered') = (${t.answerBy} is not null)`),
  ],
)
