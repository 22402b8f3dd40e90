import type { CommandHandlers } from '#server/sync/context.ts'

export const unpairKiosk: CommandHandlers['stations.unpair'] = () => {
  throw new Error('not built yet')
}
