import { accounts } from '#server/core/identity/index.ts'
import { index, instant, table, text } from '#server/database/columns.ts'

/** Passes given: one device of one person for a day. */
export const passes = table('passes', {
  id: text('id').primaryKey(), // 16 hexadecimal digits.
  holder: text('holder').notNull(),
  accountId: text('account_id').notNull().references(() => accounts.id),
  deviceKey: text('device_key').notNull(),
  issuedAt: instant('issued_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
}, t => [
  index('passes_by_holder').on(t.holder, t.expiresAt),
  index('passes_by_account').on(t.accountId),
  index('passes_by_expiry').on(t.expiresAt),
])
