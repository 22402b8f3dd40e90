import type { Station } from '#server/core/stations/index.ts'
import type { Reader } from '#server/database/database.ts'
import type { ActorRole } from '#shared/identity/roles.ts'
import { stationsIn } from '#server/core/stations/index.ts'
import { groupsOf, nearestOf, stateAt } from '#shared/stations/rules.ts'
import { factsOf } from './facts-of.ts'

/** Where somebody who can't get in at one station can now: the nearest open one that lets people like them in, with how far it is (m). */
export async function nearestOpen(read: Reader, from: Station, role: ActorRole, now: number): Promise<{ id: string, name: string, metres: number } | undefined> {
  const isWanted = (station: Station) => station.id !== from.id && (station.groups & groupsOf(role)) !== 0 && stateAt(factsOf(station), now) === 'open'
  const [nearest] = nearestOf(await stationsIn(read), from, 1, isWanted)
  return nearest && { id: nearest.station.id, name: nearest.station.name, metres: Math.round(nearest.metres) }
}
