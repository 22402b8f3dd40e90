import { index, instant, table, text } from '#server/database/columns.ts'

/**
 * 操作记录: one line for each act of the lists' entries that are `audited`. Triggers let nobody change or
 * remove one.
 */
export const audit = table('audit', {
  id: text('id').primaryKey(),
  at: instant('at').notNull(),
  actorId: text('actor_id').notNull(),
  postId: text('post_id'), // The post that it was done by; null: by none.
  act: text('act').notNull(), // The name of the command or query.
  kind: text('kind'), // What `ref` names: report, station, account …
  ref: text('ref'),
  areaId: text('area_id'),
  reason: text('reason'), // The reason; for an export its filter and the number of rows.
  // A keyed digest, so that it reveals no address; null where there was none.
  addressDigest: text('address_digest'),
}, t => [
  index('audit_by_actor').on(t.actorId, t.at),
  index('audit_by_ref').on(t.ref, t.at),
  index('audit_by_time').on(t.at),
])
