import { useMyStation } from '#client/app/session/my-station.ts'
import { useSession } from '#client/app/session/session.ts'
import { useAnswer } from '#client/sync/ask.ts'
import { isOneOf } from '#shared/identity/roles.ts'
import { computed } from 'vue'

/** The keeper's counter: the desk as last known, and which of several stations is shown. */
export function useCounter() {
  const session = useSession()
  const isKeeper = computed(() => isOneOf(session.me, ['keeper']))
  const desk = useAnswer('mall.desk', () => isKeeper.value ? {} : null)
  const stations = computed(() => desk.answer.value?.stations ?? [])
  return { isKeeper, ...desk, stations, ...useMyStation(stations) }
}
