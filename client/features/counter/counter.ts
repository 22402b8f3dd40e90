import { keptTyped } from '#client/app/kept-typed.ts'
import { useSession } from '#client/app/session.ts'
import { useAnswer } from '#client/sync/ask.ts'
import { computed } from 'vue'

/** The counter a keeper stands at: the desk as last known, and which of several stations it is. */
export function useCounter() {
  const session = useSession()
  const isKeeper = computed(() => session.me?.role === 'keeper')
  const desk = useAnswer('mall.desk', () => isKeeper.value ? {} : null)
  const chosenId = keptTyped('counter-station')
  const stations = computed(() => desk.answer.value?.stations ?? [])
  const here = computed(() => stations.value.find(({ station }) => station.id === chosenId.value) ?? stations.value[0])
  const stationId = computed({ get: () => here.value?.station.id ?? null, set: id => chosenId.value = id ?? '' })
  const choices = computed(() => stations.value.map(({ station: { id, name, address } }) => ({ value: id, label: name, hint: address })))
  return { isKeeper, ...desk, stations, here, stationId, choices }
}
