import type { CommandHandlers } from '#server/sync/context.ts'

export const admit: CommandHandlers['stations.admit'] = () => {
  throw new Error('not built yet')
}
