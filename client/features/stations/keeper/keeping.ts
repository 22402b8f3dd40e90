import type { StationDesk } from '#shared/stations/schemas.ts'
import { useMyStation } from '#client/app/session/my-station.ts'
import { useSession } from '#client/app/session/session.ts'
import { useAnswer } from '#client/sync/ask.ts'
import { isOneOf } from '#shared/identity/roles.ts'
import { computed } from 'vue'

export type KeptStation = StationDesk['stations'][number]

/** A keeper's stations, and the one that is shown. */
export function useKeeping() {
  const session = useSession()
  const isKeeper = computed(() => isOneOf(session.me, ['keeper']))
  const desk = useAnswer('stations.desk', () => isKeeper.value ? {} : null)
  const stations = computed(() => desk.answer.value?.stations ?? [])
  return { isKeeper, ...desk, ...useMyStation(stations) }
}
