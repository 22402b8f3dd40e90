import type { Feature } from '#server/sync/feature.ts'
import type { consoleQueries } from '#shared/console/commands.ts'
import { lists } from './lists.ts'
import { consoleQueue } from './queues.ts'

/** The queue of reports, and the lists that leave as files. Its room reads across features. */
export const consoleFeature = {
  commands: {},
  queries: { 'console.queue': consoleQueue },
  lists,
  tasks: {},
  photos: null,
  personal: { export: {}, erase: null },
} satisfies Feature<never, keyof typeof consoleQueries>
