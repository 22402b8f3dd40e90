import type { QueryHandlers } from '#server/sync/context.ts'

export const allStations: QueryHandlers['stations.all'] = () => {
  throw new Error('not built yet')
}
