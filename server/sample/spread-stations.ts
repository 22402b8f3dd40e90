import type { Area } from '#shared/areas/schemas.ts'
import type { Place } from '#shared/kernel/fields.ts'
import type { Polygon } from '#shared/kernel/outline.ts'
import type { StationKind } from '#shared/stations/rules.ts'
import type { Random } from './random.ts'
import { districtAt, outlineOf } from '#server/core/areas/index.ts'
import { parentOf } from '#shared/areas/schemas.ts'
import { distanceM } from '#shared/kernel/geo.ts'
import { openRandom } from './random.ts'

/** How many stations each district has in all: most where most orders are delivered. */
export const districtShares = {
  420102: 70,
  420103: 62,
  420104: 52,
  420105: 143,
  420106: 72,
  420107: 38,
  420111: 66,
  420112: 32,
  420113: 10,
  420114: 18,
  420115: 26,
  420116: 18,
  420117: 13,
} as const
const kinds = [
  'community',
  'community',
  'shared',
  'business',
  'community',
  'shared',
  'business',
  'community',
] as const satisfies StationKind[]
const nameEndings: Record<StationKind, string> = {
  community: '小蜜蜂驿站',
  shared: '司机之家',
  business: '便利驿站',
}
/** Suffixes of the second and further stations of a community. */
const rounds = ['', '二号', '三号', '四号', '五号', '六号', '七号', '八号', '九号']
/** How far a station lies from the middle of its street, at most (degrees). */
const REACH = 0.009
const CANDIDATES = 6

export interface SpreadStation extends Place {
  readonly name: string
  readonly areaId: string
  readonly address: string
  readonly kind: StationKind
}
/** A station from before the others were added. */
export interface FirstStation extends Place { readonly areaId: string }

/**
 * Adds the stations that the districts lack, each in a real community, at a point drawn within its district
 * and away from the others.
 */
export function spreadStations(areas: readonly Area[], first: readonly FirstStation[]): SpreadStation[] {
  const random = openRandom(620)
  return Object.entries(districtShares).flatMap(([code, count]) => {
    const there = first.filter(({ areaId }) => areaId.startsWith(code))
    return spreadIn(
      { code, areas: areas.filter(([id]) => id.startsWith(code)), there, count: count - there.length },
      random,
    )
  })
}

interface District {
  readonly code: string
  readonly areas: readonly Area[]
  readonly there: readonly FirstStation[]
  readonly count: number
}

function spreadIn({ code, areas, there, count }: District, random: Random): SpreadStation[] {
  const bounds = boundsOf(outlineOf(code))
  const streets = areas.filter(([id, name]) => id.length === 9 && /街道$|镇$|乡$/.test(name))
  const middles = new Map<string, Place>(there.map(station => [station.areaId, station]))
  for (const [id] of streets) {
    if (!middles.has(id)) {
      middles.set(
        id,
        farthest([...middles.values()], () => placeIn(code, bounds, random)),
      )
    }
  }
  const taken: Place[] = [...there]
  const communities = streets.map(([street]) => areas.filter(([id]) => parentOf(id) === street))
  return Array.from({ length: count }, (_, at) => {
    const [street, streetName] = streets[at % streets.length]!
    const turn = Math.floor(at / streets.length)
    const own = communities[at % streets.length]!
    const [areaId, name] = own[turn % own.length]!
    const place = farthest(taken, () => placeIn(code, around(middles.get(street)!), random))
    taken.push(place)
    return {
      ...place,
      areaId,
      ...namesOf(streetName, name, turn, own.length, kinds[(at + turn) % kinds.length]!),
    }
  })
}

function namesOf(
  streetName: string,
  communityName: string,
  turn: number,
  communities: number,
  kind: StationKind,
) {
  const street = streetName.replace(/街?街道$/, '街')
  const community = communityName.replace(/(?:社区)?(?:居委会|居民委员会|村委会|村民委员会)$|社区$/, '')
  const round = Math.floor(turn / communities)
  return {
    kind,
    name: `${street}${community}${rounds[round]!}${nameEndings[kind]}`,
    address: `${street}${community}示例路 ${turn + 1} 号（示例地址）`,
  }
}

interface Bounds {
  readonly south: number
  readonly north: number
  readonly west: number
  readonly east: number
}
const around = ({ latitude, longitude }: Place): Bounds => ({
  south: latitude - REACH,
  north: latitude + REACH,
  west: longitude - REACH,
  east: longitude + REACH,
})

function boundsOf(outline: readonly Polygon[]): Bounds {
  const corners = outline.flatMap(([ring]) => ring!)
  const [longitudes, latitudes] = [
    corners.map(([longitude]) => longitude),
    corners.map(([, latitude]) => latitude),
  ]
  return {
    south: Math.min(...latitudes),
    north: Math.max(...latitudes),
    west: Math.min(...longitudes),
    east: Math.max(...longitudes),
  }
}

/**
 * A point within the bounds and the district, to the metre. Outlines overlap a little, so `districtAt` has to
 * find this very district for it.
 */
function placeIn(code: string, { south, north, west, east }: Bounds, random: Random): Place {
  for (;;) {
    const place = {
      latitude: Number(random.between(south, north).toFixed(5)),
      longitude: Number(random.between(west, east).toFixed(5)),
    }
    if (districtAt(place) === code) return place
  }
}

/** Draws a few places and returns the one farthest from those taken. */
function farthest(taken: readonly Place[], draw: () => Place): Place {
  const candidates = Array.from({ length: CANDIDATES }, draw)
  const room = (place: Place) => Math.min(...taken.map(other => distanceM(place, other)))
  return candidates.reduce((best, next) => room(next) > room(best) ? next : best)
}
