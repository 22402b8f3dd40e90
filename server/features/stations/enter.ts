import type { CommandHandlers } from '#server/sync/context.ts'

export const enter: CommandHandlers['stations.enter'] = () => {
  throw new Error('not built yet')
}
