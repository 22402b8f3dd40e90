import type { NoticeKind } from '#shared/notices/schemas.ts'
import { accounts } from '#server/core/identity/tables.ts'
import { index, instant, primaryKey, table, text } from '#server/database/columns.ts'
import { sql } from 'drizzle-orm'

/** Reminders to be sent, each once, and none after its `until`. */
export const reminders = table('reminders', {
  accountId: text('account_id').notNull().references(() => accounts.id),
  kind: text('kind').$type<NoticeKind>().notNull(),
  ref: text('ref').notNull(),
  words: text('words').notNull(),
  at: instant('at').notNull(),
  until: instant('until').notNull(), // Not sent after this.
  sentAt: instant('sent_at'),
}, t => [
  primaryKey({ columns: [t.accountId, t.kind, t.ref] }),
  index('reminders_due').on(t.at).where(sql`sent_at is null`),
  index('reminders_by_ref').on(t.ref),
])
