import type { Need, StationFacts, StationKind } from '#shared/stations/rules.ts'
import type { Stations, StationView } from '#shared/stations/schemas.ts'
import { useAnswer } from '#client/sync/ask.ts'
import { listedFacts, nearestOf, needs, offers, stateAt } from '#shared/stations/rules.ts'
import { computed } from 'vue'

/** A station as pages show it, from the list or from its own query. */
export interface Station extends StationFacts {
  readonly id: string
  readonly number: number
  readonly name: string
  readonly kind: StationKind
  readonly address: string
  readonly latitude: number
  readonly longitude: number
  /** Bit sets, see `rules.ts`. */
  readonly facilities: number
  /** The hash of its photo. */
  readonly photo?: string | undefined
  /** The keeper's reason for closing it for now. */
  readonly shut: string | null
}

/** Expands a row of the list. */
export const spread = ({ stations, ...times }: Stations): Station[] =>
  stations.map(row => ({ ...row, ...listedFacts(row, times), shut: row.shut ?? null }))

/** Converts the answer of the station's own query. */
export const stationOf = ({
  id,
  number,
  name,
  kind,
  address,
  latitude,
  longitude,
  facilities,
  isSelfService,
  week,
  exceptions,
  longer,
  shut,
  isDoubtful,
}: StationView): Station => ({
  id,
  number,
  name,
  kind,
  address,
  latitude,
  longitude,
  facilities,
  isSelfService,
  hours: { week, exceptions, longer },
  shut,
  isShut: shut !== null,
  isDoubtful,
})

/** All stations of the city, saved on the phone for when there is no network. */
export function useStations() {
  const asked = useAnswer('stations.all', {})
  return { ...asked, all: computed(() => asked.answer.value ? spread(asked.answer.value) : []) }
}

/** The nearest other station that is open. */
export const nearestOpen = (
  all: readonly Station[],
  from: Pick<Station, 'id' | 'latitude' | 'longitude'>,
  now: number,
): { station: Station, metres: number } | undefined =>
  nearestOf(all, from, 1, other => other.id !== from.id && stateAt(other, now) === 'open')[0]

/** Sorts the facilities that one can filter by first. */
export const usefulFirst = <Name extends string>(names: readonly Name[]): Name[] => {
  const rank = (name: Name) => (needs as readonly string[]).indexOf(name) >>> 0
  return [...names].sort((a, b) => rank(a) - rank(b))
}

/** The needs that are facilities; 'open' is none. */
export const facilityNeeds = needs.filter(need => need !== 'open')
export type FacilityNeed = Exclude<Need, 'open'>
export const givesPoints = ({ facilities }: Pick<Station, 'facilities'>): boolean =>
  offers(facilities, 'redemption')
