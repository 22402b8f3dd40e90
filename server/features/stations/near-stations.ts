import type { QueryHandlers } from '#server/sync/context.ts'

export const nearStations: QueryHandlers['stations.near'] = () => {
  throw new Error('not built yet')
}
