import type { QueryHandlers } from '#server/sync/context.ts'

export const oneStation: QueryHandlers['stations.one'] = () => {
  throw new Error('not built yet')
}
