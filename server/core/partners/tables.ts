import { instant, table, text, uniqueIndex } from '#server/database/columns.ts'

/** Organisations whose programs report for them by Open311. Rows stay: they are who reported what. */
export const partners = table('partners', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  areaId: text('area_id').notNull(), // Reports outside this area are refused.
  keyHash: text('key_hash').notNull(), // The key itself is shown once and stored nowhere.
  madeAt: instant('made_at').notNull(),
  withdrawnAt: instant('withdrawn_at'),
}, t => [uniqueIndex('partners_by_key').on(t.keyHash)])
