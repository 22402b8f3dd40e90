import type { Trade } from '#shared/volunteering/rules.ts'
import { check, instant, table, text, uniqueIndex } from '#server/database/columns.ts'
import { sql } from 'drizzle-orm'

/** Teams 小队. Members are sign-ups for the team's opening; its captain holds a post. */
export const teams = table('teams', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  trade: text('trade').$type<Trade>().notNull(),
  words: text('words').notNull(),
  areaId: text('area_id').notNull(),
  foundedAt: instant('founded_at').notNull(),
  foundedBy: text('founded_by').notNull(),
}, t => [
  uniqueIndex('teams_by_name').on(t.areaId, t.name),
  check('teams_trade', sql`${t.trade} in ('parcel', 'ride', 'meal', 'other')`),
])
