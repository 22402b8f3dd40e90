import type { CommandHandlers } from '#server/sync/context.ts'

export const suspend: CommandHandlers['stations.suspend'] = () => {
  throw new Error('not built yet')
}
