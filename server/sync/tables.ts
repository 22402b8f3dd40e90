import { index, instant, json, table, text } from '#server/database/columns.ts'
import { dialect } from '#server/database/dialect.ts'

/**
 * One row for every command decided, so that a retry gets the saved decision. Rows are never
 * deleted, since phones may send late.
 */
export const receipts = table('receipts', {
  commandId: text('command_id').primaryKey(),
  accountId: text('account_id').notNull(),
  name: text('name').notNull(),
  fingerprint: text('fingerprint').notNull(),
  decision: json('decision').notNull(),
  madeAt: instant('made_at').notNull(), // By the phone's clock.
  sentAt: instant('sent_at').notNull(), // By the phone's clock.
  decidedAt: instant('decided_at').notNull(), // By ours.
}, t => [
  // For the limits. SQLite's one server counts in memory and reads by time only, and an index in the order of
  // insertion costs it fewer writes.
  dialect === 'sqlite'
    ? index('receipts_by_time').on(t.decidedAt, t.accountId, t.name)
    : index('receipts_by_account').on(t.accountId, t.name, t.decidedAt),
])
