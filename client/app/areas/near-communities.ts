import type { Area } from '#shared/areas/schemas.ts'
import type { Place } from '#shared/kernel/fields.ts'
import type { Stations } from '#shared/stations/schemas.ts'
import { COMMUNITY_LENGTH } from '#shared/areas/schemas.ts'
import { distanceM } from '#shared/kernel/geo.ts'

/** A community with the distance to its nearest station. */
export interface NearCommunity { readonly id: string, readonly name: string, readonly metres: number }

/** The communities of the stations nearest to a place, each once. Both lists are on the phone. */
export function nearCommunities(
  { stations }: Pick<Stations, 'stations'>,
  areas: readonly Area[],
  place: Place,
  count: number,
): NearCommunity[] {
  const names = new Map(areas)
  const nearest = new Map<string, NearCommunity>()
  for (const { areaId: id, latitude, longitude } of stations) {
    const name = id?.length === COMMUNITY_LENGTH ? names.get(id) : undefined
    if (id === undefined || name === undefined) continue
    const metres = distanceM(place, { latitude, longitude })
    if (metres < (nearest.get(id)?.metres ?? Infinity)) nearest.set(id, { id, name, metres })
  }
  return [...nearest.values()].sort((a, b) => a.metres - b.metres).slice(0, count)
}
