import type { CommandHandlers } from '#server/sync/context.ts'

export const reportFault: CommandHandlers['stations.reportFault'] = () => {
  throw new Error('not built yet')
}
