import type { Station } from '#server/core/stations/index.ts'
import type { CommandContext } from '#server/sync/context.ts'
import { findStation } from '#server/core/stations/index.ts'
import { isWithin } from '#shared/identity/roles.ts'
import { Refused } from '#shared/refusal.ts'

/** The station, provided that whoever asks works for the area it is in. */
export async function requireStationOver(
  { tx, actor }: Pick<CommandContext, 'tx' | 'actor'>,
  stationId: string,
): Promise<Station> {
  const station = await findStation(tx, stationId)
  if (actor.areaId === null || !isWithin(station.areaId, actor.areaId))
    throw new Refused({ code: 'command.notYourArea' })
  return station
}
