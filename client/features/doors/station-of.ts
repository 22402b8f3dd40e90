import type { StationRow } from '#shared/stations/schemas.ts'
import { useSession } from '#client/app/session/session.ts'
import { savedAnswer } from '#client/sync/ask.ts'
import { shallowRef, watch } from 'vue'

/**
 * The station with a number, as the list on this phone has it: nobody is asked while a person stands at the
 * door.
 */
export function useStationOf(number: () => number) {
  const session = useSession()
  const station = shallowRef<StationRow>()
  watch(
    [number, () => session.accountId],
    async ([wanted, accountId]) => {
      const kept = await savedAnswer(accountId ?? '', 'stations.all', {})
      station.value = (kept?.answer as { stations: StationRow[] } | undefined)?.stations.find(
        each => each.number === wanted,
      )
    },
    { immediate: true },
  )
  return station
}
