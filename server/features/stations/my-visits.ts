import type { QueryHandlers } from '#server/sync/context.ts'

export const myVisits: QueryHandlers['stations.myVisits'] = () => {
  throw new Error('not built yet')
}
