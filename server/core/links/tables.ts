import type { LinkKind } from '#shared/links/schemas.ts'
import { check, index, instant, primaryKey, table, text } from '#server/database/columns.ts'
import { sql } from 'drizzle-orm'

/** What led to what: a wish to an activity, a question to a poll. Titles are read from the features. */
export const links = table('links', {
  fromKind: text('from_kind').$type<LinkKind>().notNull(),
  fromRef: text('from_ref').notNull(),
  toKind: text('to_kind').$type<LinkKind>().notNull(),
  toRef: text('to_ref').notNull(),
  at: instant('at').notNull(),
  by: text('by').notNull(),
}, t => [
  primaryKey({ columns: [t.fromKind, t.fromRef, t.toKind, t.toRef] }),
  index('links_by_target').on(t.toKind, t.toRef),
  check('links_lead_on', sql`${t.fromKind} <> ${t.toKind} or ${t.fromRef} <> ${t.toRef}`),
])
