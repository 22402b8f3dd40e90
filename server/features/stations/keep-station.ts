import type { CommandHandlers } from '#server/sync/context.ts'

export const keepStation: CommandHandlers['stations.keep'] = () => {
  throw new Error('not built yet')
}
