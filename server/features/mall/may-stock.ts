import type { Station } from '#server/core/stations/index.ts'
import type { Reader } from '#server/database/database.ts'
import type { Actor } from '#server/sync/context.ts'
import { findStation, keepsStation } from '#server/core/stations/index.ts'
import { isWithin } from '#shared/identity/roles.ts'
import { Refused } from '#shared/refusal.ts'

/** Who asks, in a command or a question. */
interface Asker { readonly tx: Reader, readonly actor: Actor }

/** The station, provided that whoever asks keeps it. */
export async function requireOwnStation({ tx, actor }: Asker, stationId: string): Promise<Station> {
  const station = await findStation(tx, stationId)
  if (actor.role !== 'keeper' || !(await keepsStation(tx, actor.accountId, stationId)))
    throw new Refused({ code: 'mall.notYourStation' })
  return station
}

/** The station, provided that whoever asks keeps it, or works for the area it is in. */
export async function requireStationInCharge({ tx, actor }: Asker, stationId: string): Promise<Station> {
  if (actor.role === 'keeper') return await requireOwnStation({ tx, actor }, stationId)
  const station = await findStation(tx, stationId)
  if (actor.areaId === null || !isWithin(station.areaId, actor.areaId))
    throw new Refused({ code: 'command.notYourArea' })
  return station
}
