import type { QueryHandlers } from '#server/sync/context.ts'

export const stationBook: QueryHandlers['stations.book'] = () => {
  throw new Error('not built yet')
}
