import type { RulingKey } from '#shared/rulings/schemas.ts'
import { accounts } from '#server/core/identity/tables.ts'
import { instant, integer, json, primaryKey, table, text } from '#server/database/columns.ts'

/** What admins have ruled, each from its instant on. Triggers let nobody change or remove one. */
export const rulings = table('rulings', {
  key: text('key').$type<RulingKey>().notNull(),
  seq: integer('seq').notNull(), // Counts from 1 for each key; the built-in ruling has no row.
  value: json('value').notNull(),
  from: instant('from').notNull(),
  by: text('by').notNull().references(() => accounts.id),
  reason: text('reason').notNull(),
}, t => [primaryKey({ columns: [t.key, t.seq] })])
