import type { CommandHandlers } from '#server/sync/context.ts'

export const answerFault: CommandHandlers['stations.answerFault'] = () => {
  throw new Error('not built yet')
}
