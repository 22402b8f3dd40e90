import type { CommandHandlers } from '#server/sync/context.ts'

export const checkIn: CommandHandlers['stations.checkIn'] = () => {
  throw new Error('not built yet')
}
