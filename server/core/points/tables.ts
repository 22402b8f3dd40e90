import { check, instant, integer, primaryKey, table, text, uniqueIndex } from '#server/database/columns.ts'
import { sql } from 'drizzle-orm'

/**
 * Where points are. A person's account has the person's id and carries balances. The three that points come from
 * and go to (`issued`, `spent`, `expired`) carry none: a balance there would be a hot row, and is a sum over transfers.
 */
export const pointAccounts = table('point_accounts', {
  id: text('id').primaryKey(),
  owner: text('owner'),
  kind: text('kind').$type<'person' | 'issued' | 'spent' | 'expired'>().notNull(),
  posted: integer('posted').notNull().default(0),
  held: integer('held').notNull().default(0),
}, t => [
  uniqueIndex('point_accounts_one_per_owner').on(t.owner),
  check('point_accounts_kind', sql`${t.kind} in ('person', 'issued', 'spent', 'expired')`),
  check('point_accounts_cover_holds', sql`${t.held} >= 0 and ${t.posted} >= ${t.held}`),
  check('point_accounts_owner', sql`(${t.kind} = 'person' and ${t.owner} is not null and ${t.owner} = ${t.id}) or (${t.kind} <> 'person' and ${t.owner} is null and ${t.id} = ${t.kind})`),
  check('point_accounts_balances_of_people_only', sql`${t.kind} = 'person' or (${t.posted} = 0 and ${t.held} = 0)`),
])

/** Every movement of points: append-only (triggers refuse changes), a correction is another transfer. */
export const transfers = table('transfers', {
  id: text('id').primaryKey(),
  kind: text('kind').$type<'post' | 'hold' | 'settle' | 'void'>().notNull(),
  debit: text('debit').notNull().references(() => pointAccounts.id),
  credit: text('credit').notNull().references(() => pointAccounts.id),
  amount: integer('amount').notNull(),
  reason: text('reason').notNull(),
  ref: text('ref').notNull(), // What for: the report, the order.
  pendingId: text('pending_id'), // The hold that this settles or voids.
  cap: text('cap'), // The daily cap it counts against.
  actorId: text('actor_id').notNull(),
  approverId: text('approver_id'),
  occurredOn: text('occurred_on').notNull(), // The Shanghai day it counts for.
  note: text('note').notNull(),
  postedAt: instant('posted_at').notNull(),
}, t => [
  uniqueIndex('transfers_once_per_cause').on(t.reason, t.ref),
  uniqueIndex('transfers_hold_resolved_once').on(t.pendingId),
  uniqueIndex('transfers_by_credit').on(t.credit, t.postedAt, t.id),
  uniqueIndex('transfers_by_debit').on(t.debit, t.postedAt, t.id),
  check('transfers_kind', sql`${t.kind} in ('post', 'hold', 'settle', 'void')`),
  check('transfers_amount', sql`${t.amount} between 1 and 1000000`),
  check('transfers_two_accounts', sql`${t.debit} <> ${t.credit}`),
  check('transfers_resolve_a_hold', sql`(${t.kind} in ('settle', 'void')) = (${t.pendingId} is not null)`),
  check('transfers_award_approved', sql`${t.kind} <> 'post' or ${t.debit} <> 'issued' or (${t.approverId} is not null and ${t.approverId} <> ${t.debit} and ${t.approverId} <> ${t.credit})`),
])

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
