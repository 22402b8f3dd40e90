import type { CommandHandlers } from '#server/sync/context.ts'

export const givePass: CommandHandlers['stations.givePass'] = () => {
  throw new Error('not built yet')
}
