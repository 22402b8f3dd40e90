import type { QueryHandlers } from '#server/sync/context.ts'

export const headsInside: QueryHandlers['stations.heads'] = () => {
  throw new Error('not built yet')
}
