import type { Ref } from 'vue'
import type { Entering } from './outcome.ts'
import { useAnswer } from '#client/sync/ask.ts'
import { onScopeDispose, watch } from 'vue'

/** How long to wait for a lock's answer (ms). */
const PATIENCE_MS = 15_000
const LOOK_EVERY_MS = 1_000

/** Follows what becomes of a door while its lock is being opened. */
export function useLockAnswer(at: Ref<Entering>, entryId: string): void {
  const isFollowing = () => at.value.kind === 'opening'
  const { answer, refresh } = useAnswer('stations.entry', () => isFollowing() ? { entryId } : null)
  let looking: ReturnType<typeof setInterval> | undefined
  let giveUp: ReturnType<typeof setTimeout> | undefined

  function stop() {
    clearInterval(looking)
    clearTimeout(giveUp)
  }

  watch(answer, (known) => {
    if (!isFollowing() || !known) return
    if (known.state === 'open') at.value = { ...at.value, kind: 'open' } as Entering
    if (known.state === 'failed') at.value = { kind: 'failed', nearest: known.nearest ?? undefined }
  })
  watch(isFollowing, (follows) => {
    stop()
    if (!follows) return
    looking = setInterval(() => void refresh(), LOOK_EVERY_MS) // A nudge may be lost.
    giveUp = setTimeout(() => at.value = { kind: 'failed', nearest: undefined }, PATIENCE_MS)
  })
  onScopeDispose(stop)
}
