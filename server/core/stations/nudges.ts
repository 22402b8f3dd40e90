import type { CommandContext } from '#server/sync/context.ts'
import { kiosksAt } from './kiosks.ts'

/** Nudges what everybody may see of stations and their counters: hours, closed or open, doubtful or not. */
export function nudgeStations({ nudge }: Pick<CommandContext, 'nudge'>): void {
  nudge('*', 'stations.all', 'stations.near', 'stations.one', 'stations.desk', 'stations.book')
  nudge('*', 'stations.detail')
  nudge('*', 'mall.item', 'mall.myOrders')
}

/** Nudges what names stations besides: the mall's shelves, and whoever keeps them. */
export function nudgeStationNames({ nudge }: Pick<CommandContext, 'nudge'>): void {
  nudge('*', 'mall.items', 'mall.book', 'mall.desk', 'identity.me')
}

/** Nudges the kiosks of a station: a door has opened, or its hours, notice or state have changed. */
export async function nudgeKiosks(
  { tx, nudge }: Pick<CommandContext, 'tx' | 'nudge'>,
  stationId: string,
): Promise<void> {
  for (const { accountId } of await kiosksAt(tx, stationId)) nudge(accountId, 'stations.kiosk')
}

/** Nudges every kiosk in the city: the list of people who may not come in has changed. */
export const nudgeAllKiosks = ({ nudge }: Pick<CommandContext, 'nudge'>): void => nudge('*', 'stations.kiosk')
