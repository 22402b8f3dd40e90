import type { NoticeKind } from '#shared/notices/schemas.ts'
import { accounts } from '#server/core/identity/tables.ts'
import { index, instant, primaryKey, table, text } from '#server/database/columns.ts'
import { sql } from 'drizzle-orm'

/** What somebody is to be reminded of, once. Nobody is reminded of what is over. */
export const reminders = table('reminders', {
  accountId: text('account_id').notNull().references(() => accounts.id),
  kind: text('kind').$type<NoticeKind>().notNull(),
  ref: text('ref').notNull(),
  words: text('words').notNull(),
  at: instant('at').notNull(),
  until: instant('until').notNull(), // Not sent from then on.
  sentAt: instant('sent_at'),
}, t => [
  primaryKey({ columns: [t.accountId, t.kind, t.ref] }),
  index('reminders_due').on(t.at).where(sql`sent_at is null`),
  index('reminders_by_ref').on(t.ref),
])
