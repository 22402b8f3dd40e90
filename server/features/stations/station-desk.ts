import type { QueryHandlers } from '#server/sync/context.ts'

export const stationDesk: QueryHandlers['stations.desk'] = () => {
  throw new Error('not built yet')
}
