import type { Station } from '#server/core/stations/index.ts'
import type { CommandContext } from '#server/sync/context.ts'
import { findStation, keepsStation } from '#server/core/stations/index.ts'
import { Refused } from '#shared/refusal.ts'
import { requireStationOver } from './in-charge.ts'

/** The station, provided that whoever asks keeps it, or is an organiser of its area. */
export async function requireKept(context: CommandContext, stationId: string): Promise<Station> {
  const { tx, actor } = context
  if (actor.role === 'admin') return await requireStationOver(context, stationId)
  const station = await findStation(tx, stationId)
  if (!await keepsStation(tx, actor.accountId, stationId)) throw new Refused({ code: 'stations.notYours' })
  return station
}
