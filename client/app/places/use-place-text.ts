import type { Place } from '#shared/kernel/fields.ts'
import type { District } from './districts.ts'
import { shallowRef } from 'vue'
import { districtAround, loadCity } from './districts.ts'
import { useKnownPlaces } from './known-places.ts'
import { placeText } from './place-text.ts'

/**
 * Says places in words, by the stations saved on the phone. `findsArea`: of places whose area nobody has said
 * too, by the districts' outlines and the communities of stations.
 */
export function usePlaceText({ findsArea = false } = {}) {
  const { stations, areas } = useKnownPlaces({ saysAreas: findsArea })
  const districts = shallowRef<readonly District[]>([])
  // Without outlines the rest is said.
  if (findsArea) void loadCity().then(city => districts.value = city.districts, () => {})

  return (place: Place, areaName?: string): string => placeText(place, {
    stations: stations.value,
    areas: areas.value,
    districtAround: each => districtAround(districts.value, each),
  }, areaName)
}
