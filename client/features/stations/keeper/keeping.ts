import type { CommandInput } from '#shared/commands.ts'
import type { StationDesk } from '#shared/stations/schemas.ts'
import { useTelling } from '#client/app/forms/telling.ts'
import { useMyStation } from '#client/app/session/my-station.ts'
import { useSession } from '#client/app/session/session.ts'
import { useAnswer } from '#client/sync/ask.ts'
import { computed } from 'vue'

export type KeptStation = StationDesk['stations'][number]
type Said = Omit<CommandInput<'stations.keep'>, 'stationId'>
type Photos = Parameters<ReturnType<typeof useTelling>['send']>[2]

/** The stations a keeper keeps, and which of them this is about. */
export function useKeeping() {
  const session = useSession()
  const isKeeper = computed(() => session.me?.role === 'keeper')
  const desk = useAnswer('stations.desk', () => isKeeper.value ? {} : null)
  const stations = computed(() => desk.answer.value?.stations ?? [])
  return { isKeeper, ...desk, ...useMyStation(stations) }
}

/**
 * Says something about a station, live. True once the page shows it: only then may a form let go of its
 * words.
 */
export function useKeep(stationId: () => string, refresh: () => Promise<void>) {
  const { problem, isSending, send } = useTelling()

  async function keep(said: Said, photos?: Photos): Promise<boolean> {
    if (!await send('stations.keep', { stationId: stationId(), ...said }, photos)) return false
    await refresh()
    return true
  }
  return { problem, isSending, keep }
}
