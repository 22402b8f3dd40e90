import type { CommandHandlers } from '#server/sync/context.ts'

export const leave: CommandHandlers['stations.leave'] = () => {
  throw new Error('not built yet')
}
