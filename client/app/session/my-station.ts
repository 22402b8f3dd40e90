import type { Ref } from 'vue'
import { computed } from 'vue'
import { savedInTab } from '../forms/saved-text.ts'

interface Named { readonly id: string, readonly name: string, readonly address: string }

/** The station that a keeper of several has chosen: one choice for all their pages, at first the first. */
export function useMyStation<Entry extends { readonly station: Named }>(stations: Ref<readonly Entry[]>) {
  const chosenId = savedInTab('counter-station')
  const here = computed(
    () => stations.value.find(({ station }) => station.id === chosenId.value) ?? stations.value[0],
  )
  const stationId = computed({
    get: () => here.value?.station.id ?? null,
    set: id => (chosenId.value = id ?? ''),
  })
  const choices = computed(() =>
    stations.value.map(({ station: { id, name, address } }) => ({ value: id, label: name, hint: address })),
  )
  return { here, stationId, choices }
}
