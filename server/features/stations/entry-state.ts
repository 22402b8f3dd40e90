import type { QueryHandlers } from '#server/sync/context.ts'

export const entryState: QueryHandlers['stations.entry'] = () => {
  throw new Error('not built yet')
}
