import type { StationRow } from '#shared/stations/schemas.ts'
import { useSession } from '#client/app/session/session.ts'
import { savedAnswer } from '#client/sync/ask.ts'
import { shallowRef, watch } from 'vue'

/** A station by its number, from the saved list: nobody waits for the network at a door. */
export function useStationOf(number: () => number) {
  const session = useSession()
  const station = shallowRef<StationRow>()
  watch(
    [number, () => session.accountId],
    async ([wanted, accountId]) => {
      const saved = await savedAnswer(accountId ?? '', 'stations.all', {})
      station.value = (saved?.answer as { stations: StationRow[] } | undefined)?.stations.find(
        each => each.number === wanted,
      )
    },
    { immediate: true },
  )
  return station
}
