import type { CommandHandlers } from '#server/sync/context.ts'

export const recordEntry: CommandHandlers['stations.recordEntry'] = () => {
  throw new Error('not built yet')
}
