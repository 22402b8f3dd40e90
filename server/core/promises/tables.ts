import { index, instant, table, text } from '#server/database/columns.ts'

/**
 * Columns for the table of anything that must be answered: who answers, the first day promised, the day in
 * force, and when it was answered.
 */
export const promiseColumns = <Party extends string>() => ({
  awaits: text('awaits').$type<Party>(),
  promisedAt: instant('promised_at'), // Never moved.
  dueAt: instant('due_at'),
  metAt: instant('met_at'),
})

/** 进展: the history of things that must be answered. Reports have a table of their own. */
export const steps = table('steps', {
  id: text('id').primaryKey(),
  kind: text('kind').notNull(), // The kind of thing that `ref` names, as in a link: voice …
  ref: text('ref').notNull(),
  step: text('step').notNull(),
  at: instant('at').notNull(),
  part: text('part').notNull(), // The part in which the actor acted.
  actorId: text('actor_id').notNull(),
  unitId: text('unit_id'),
  words: text('words'),
}, t => [index('steps_by_thing').on(t.kind, t.ref, t.at)])
