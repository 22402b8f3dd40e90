import { index, instant, table, text } from '#server/database/columns.ts'

/**
 * What everything that must be answered carries: whom it waits for, the first day that was promised, the day
 * that holds now, and when it was answered. Columns of the feature's own table.
 */
export const promiseColumns = <Party extends string>() => ({
  awaits: text('awaits').$type<Party>(),
  promisedAt: instant('promised_at'), // Never moved.
  dueAt: instant('due_at'),
  metAt: instant('met_at'),
})

/** 进展: one thing that happened to something that must be answered. Reports keep their own. */
export const steps = table('steps', {
  id: text('id').primaryKey(),
  kind: text('kind').notNull(), // What `ref` names, as in a link: voice …
  ref: text('ref').notNull(),
  step: text('step').notNull(),
  at: instant('at').notNull(),
  part: text('part').notNull(), // By which part somebody did it.
  actorId: text('actor_id').notNull(),
  unitId: text('unit_id'),
  words: text('words'),
}, t => [index('steps_by_thing').on(t.kind, t.ref, t.at)])
