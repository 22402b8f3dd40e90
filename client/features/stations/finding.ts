import type { Place } from '#shared/kernel/fields.ts'
import type { Need } from '#shared/stations/rules.ts'
import type { FacilityNeed, Station } from './stations.ts'
import { meetsNeeds, nearestOf, stateAt, stationStates } from '#shared/stations/rules.ts'
import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { facilityNeeds } from './stations.ts'

/** A station that was found; `metres` is null while the phone's place is unknown. */
export interface Found {
  readonly station: Station
  readonly metres: number | null
}
export interface Wanted {
  readonly need: FacilityNeed | null
  readonly isOpen: boolean
  readonly isMine: boolean
  readonly words: string
}

/** The stations that match, nearest first; without a place, open ones first. */
export function find(
  all: readonly Station[],
  { need, isOpen, isMine, words }: Wanted,
  place: Place | null,
  now: number,
  isFavourite: (id: string) => boolean,
): Found[] {
  const wantedNeeds: Need[] = [...(isOpen ? ['open' as const] : []), ...(need ? [need] : [])]
  const parts = words.trim().split(/\s+/)
  const isWanted = (station: Station) =>
    (!isMine || isFavourite(station.id))
    && parts.every(part => station.name.includes(part) || station.address.includes(part))
    && meetsNeeds(station, wantedNeeds, now)
  if (place) return nearestOf(all, place, all.length, isWanted)
  const rank = new Map(all.map(station => [station, stationStates.indexOf(stateAt(station, now))]))
  return all
    .filter(isWanted)
    .sort((a, b) => rank.get(a)! - rank.get(b)!)
    .map(station => ({ station, metres: null }))
}

/** The search lives in the page's address, so that going back from a station finds the same list. */
export function useWanted() {
  const route = useRoute()
  const router = useRouter()
  const textOf = (name: string) => (typeof route.query[name] === 'string' ? route.query[name] : '')
  const set = (name: string, value: string) =>
    void router.replace({ query: { ...route.query, [name]: value || undefined } })
  const need = computed({
    get: () => facilityNeeds.find(each => each === textOf('need')) ?? null,
    set: value => set('need', value ?? ''),
  })
  const isOpen = computed({ get: () => textOf('open') === '1', set: value => set('open', value ? '1' : '') })
  const isMine = computed({ get: () => textOf('mine') === '1', set: value => set('mine', value ? '1' : '') })
  const words = computed({ get: () => textOf('q'), set: value => set('q', value) })
  const isMap = computed({
    get: () => textOf('view') === 'map',
    set: value => set('view', value ? 'map' : ''),
  })
  const clear = () =>
    void router.replace({
      query: { ...route.query, need: undefined, open: undefined, mine: undefined, q: undefined },
    })
  return { need, isOpen, isMine, words, isMap, clear }
}
