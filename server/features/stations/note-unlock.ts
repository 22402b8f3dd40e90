import type { CommandHandlers } from '#server/sync/context.ts'

export const noteUnlock: CommandHandlers['stations.noteUnlock'] = () => {
  throw new Error('not built yet')
}
