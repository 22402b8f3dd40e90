import type { CommandContext } from '#server/sync/context.ts'
import { kiosksAt } from './kiosks.ts'

/** A station's tablets have something new to show: a door that opened, hours, closed or open. */
export async function nudgeKiosks(
  { tx, nudge }: Pick<CommandContext, 'tx' | 'nudge'>,
  stationId: string,
): Promise<void> {
  for (const { accountId } of await kiosksAt(tx, stationId)) nudge(accountId, 'stations.kiosk')
}

/** Every tablet must know: somebody may not come in any more, or may again. */
export const nudgeAllKiosks = ({ nudge }: Pick<CommandContext, 'nudge'>): void => nudge('*', 'stations.kiosk')
