import type { QueryHandlers } from '#server/sync/context.ts'

export const kioskView: QueryHandlers['stations.kiosk'] = () => {
  throw new Error('not built yet')
}
