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
 * Where points are. A person's account has the person's id and carries balances. The three accounts that
 * points come from and go to (`issued`, `spent`, `expired`) carry none, since it would be a hot row: their
 * balance is a sum over transfers.
 */
export const pointAccounts = table(
  'point_accounts',
  {
    id: text('id').primaryKey(),
    owner: text('owner'),
    kind: text('kind').$type<'person' | 'issued' | 'spent' | 'expired'>().notNull(),
    posted: integer('posted').notNull().default(0),
    held: integer('held').notNull().default(0),
  },
  t => [
    check('point_accounts_kind', sql`${t.kind} in ('person', 'issued', 'spent', 'expired')`),
    check('point_accounts_cover_holds', sql`${t.held} >= 0 and ${t.posted} >= ${t.held}`),
    check(
      'point_accounts_owner',
      sql.join([
        sql`(${t.kind} = 'person' and ${t.owner} is not null and ${t.owner} = ${t.id})`,
        sql`(${t.kind} <> 'person' and ${t.owner} is null and ${t.id} = ${t.kind})`,
      ], sql` or `),
    ),
    check(
      'point_accounts_balances_of_people_only',
      sql`${t.kind} = 'person' or (${t.posted} = 0 and ${t.held} = 0)`,
    ),
  ],
)

/**
 * Every movement of points. Append-only: triggers refuse changes, and a correction is another transfer. A
 * hold and what settles or voids it are debited to the person and credited to `spent`; a trigger requires
 * them to have the same accounts and amount.
 */
export const transfers = table(
  'transfers',
  {
    id: text('id').primaryKey(),
    kind: text('kind').$type<'post' | 'hold' | 'settle' | 'void'>().notNull(),
    debit: text('debit')
      .notNull()
      .references(() => pointAccounts.id),
    credit: text('credit')
      .notNull()
      .references(() => pointAccounts.id),
    amount: integer('amount').notNull(),
    reason: text('reason').notNull(),
    ref: text('ref').notNull(), // The cause: the report, the order.
    pendingId: text('pending_id'), // The hold that this settles or voids.
    cap: text('cap'), // The daily cap it counts against.
    actorId: text('actor_id').notNull(),
    approverId: text('approver_id'),
    occurredOn: text('occurred_on').notNull(), // The Shanghai day it counts for.
    note: text('note').notNull(),
    postedAt: instant('posted_at').notNull(),
  },
  t => [
    uniqueIndex('transfers_once_per_cause').on(t.reason, t.ref),
    uniqueIndex('transfers_hold_resolved_once').on(t.pendingId),
    // Includes the summed columns, so that no sum has to read the table.
    index('transfers_by_credit').on(t.credit, t.postedAt, t.id, t.kind, t.amount),
    index('transfers_by_debit').on(t.debit, t.postedAt, t.id, t.kind, t.amount),
    index('transfers_by_time').on(t.postedAt, t.id),
    check('transfers_kind', sql`${t.kind} in ('post', 'hold', 'settle', 'void')`),
    check('transfers_amount', sql`${t.amount} between 1 and 1000000`),
    check('transfers_two_accounts', sql`${t.debit} <> ${t.credit}`),
    check('transfers_resolve_a_hold', sql`(${t.kind} in ('settle', 'void')) = (${t.pendingId} is not null)`),
    check(
      'transfers_award_approved',
      sql.join([
        sql`${t.kind} <> 'post' or ${t.debit} <> 'issued' or (${t.approverId} is not null`,
        sql`${t.approverId} <> ${t.debit}`,
        sql`${t.approverId} <> ${t.credit})`,
      ], sql` and `),
    ),
    check(
      'transfers_correction_by_two',
      sql.join([
        sql`${t.reason} <> 'points.corrected' or (${t.approverId} is not null`,
        sql`${t.approverId} <> ${t.actorId}`,
        sql`${t.approverId} <> ${t.debit}`,
        sql`${t.approverId} <> ${t.credit}`,
        sql`${t.actorId} <> ${t.debit}`,
        sql`${t.actorId} <> ${t.credit})`,
      ], sql` and `),
    ),
    check(
      'transfers_known_ways',
      sql.join([
        sql`(${t.kind} = 'post' and ${t.debit} = 'issued' and ${t.credit} not in ('spent', 'expired'))\n   `,
        sql`(${t.kind} = 'post' and ${t.debit} not in ('issued', 'spent', 'expired')`
          .append(sql` and ((${t.credit} = 'issued' and ${t.reason} = 'points.corrected')`),
        sql`(${t.credit} = 'expired' and ${t.reason} = 'points.lapsed')))\n   `,
        sql`(${t.kind} <> 'post' and ${t.debit} not in ('issued', 'spent', 'expired')`
          .append(sql` and ${t.credit} = 'spent')`),
      ], sql` or `),
    ),
  ],
)

/** How much of a day's cap somebody has used. */
export const pointCaps = table('point_caps', {
  accountId: text('account_id').notNull(),
  day: text('day').notNull(),
  cap: text('cap').notNull(),
  used: integer('used').notNull(),
  max: integer('max').notNull(),
}, t => [
  primaryKey({ columns: [t.accountId, t.day, t.cap] }),
  check('point_caps_kept', sql`${t.used} between 0 and ${t.max}`),
])

/**
 * Corrections: one admin asks, another decides, and neither is the person concerned. A trigger keeps decided
 * ones from being changed.
 */
export const pointCorrections = table(
  'point_corrections',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id')
      .notNull()
      .references(() => accounts.id),
    amount: integer('amount').notNull(), // Signed.
    words: text('words').notNull(),
    state: text('state').$type<'asked' | 'approved' | 'declined'>().notNull().default('asked'),
    // The part that could not be taken, because the balance was too small.
    debt: integer('debt').notNull().default(0),
    askedBy: text('asked_by')
      .notNull()
      .references(() => accounts.id),
    askedAt: instant('asked_at').notNull(),
    decidedBy: text('decided_by').references(() => accounts.id),
    decidedAt: instant('decided_at'),
    decidedWords: text('decided_words'),
  },
  t => [
    index('point_corrections_by_state').on(t.state, t.askedAt),
    index('point_corrections_by_account').on(t.accountId),
    check('point_corrections_amount', sql`${t.amount} <> 0 and ${t.amount} between -100000 and 100000`),
    check('point_corrections_state', sql`${t.state} in ('asked', 'approved', 'declined')`),
    check(
      'point_corrections_decided',
      sql.join([
        sql`(${t.state} = 'asked') = (${t.decidedBy} is null)`,
        sql`(${t.decidedBy} is null) = (${t.decidedAt} is null)`,
      ], sql` and `),
    ),
    check(
      'point_corrections_by_two',
      sql.join([
        sql`${t.askedBy} <> ${t.accountId}`,
        sql`(${t.decidedBy} is null or (${t.decidedBy} <> ${t.askedBy}`,
        sql`${t.decidedBy} <> ${t.accountId}))`,
      ], sql` and `),
    ),
    check(
      'point_corrections_debt',
      sql`${t.debt} >= 0 and (${t.debt} = 0 or (${t.state} = 'approved' and ${t.debt} <= -${t.amount}))`,
    ),
  ],
)

/** Reminders sent of points that lapse soon: one for each person and cutoff. */
export const lapseReminders = table('lapse_reminders', {
  accountId: text('account_id').notNull(),
  cutoff: text('cutoff').notNull(),
  remindedAt: instant('reminded_at').notNull(),
}, t => [primaryKey({ columns: [t.accountId, t.cutoff] })])
