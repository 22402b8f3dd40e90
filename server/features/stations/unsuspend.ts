import type { CommandHandlers } from '#server/sync/context.ts'

export const unsuspend: CommandHandlers['stations.unsuspend'] = () => {
  throw new Error('not built yet')
}
