import type { CommandHandlers } from '#server/sync/context.ts'

export const inviteKiosk: CommandHandlers['stations.inviteKiosk'] = () => {
  throw new Error('not built yet')
}
