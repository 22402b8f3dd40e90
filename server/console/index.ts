import type { Feature } from '#server/sync/feature.ts'
import type { consoleQueries } from '#shared/console/commands.ts'
import { lists } from './lists.ts'
import { consoleQueue } from './queues.ts'

/** The only reader across features: what a desk needs of all of them at once. */
export const consoleFeature = {
  commands: {},
  queries: { 'console.queue': consoleQueue },
  lists,
  tasks: {},
  photos: null,
  personal: { export: {}, erase: null },
} satisfies Feature<never, keyof typeof consoleQueries>
