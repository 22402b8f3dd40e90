import { table, text } from '#server/database/columns.ts'

/** 市, 区, 街道 and 社区; a code is the prefix of the codes of the areas inside. */
export const areas = table('areas', {
  id: text('id').primaryKey(), // The statistics bureau's code.
  name: text('name').notNull(),
})
