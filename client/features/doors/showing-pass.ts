import type { SavedPass } from '#client/app/session/renew-pass.ts'
import { renewOwnPass, savedPass } from '#client/app/session/renew-pass.ts'
import { useSession } from '#client/app/session/session.ts'
import { onResume } from '#client/sync/outbox.ts'
import { onScopeDispose, ref, watch } from 'vue'
import { holdOut, SHOWN_MS } from './pass.ts'

/**
 * 'none': this phone has never had one, or the server gives none; 'old': it was fetched more than a day ago.
 */
export type PassState = 'loading' | 'shown' | 'none' | 'old'

/**
 * The pass as it is held out at a station, made anew before it gets old. `aheadMs`: how far the door's clock
 * is ahead of this phone's.
 */
export function useShowingPass(station: () => number, aheadMs: () => number) {
  const session = useSession()
  const code = ref('')
  const state = ref<PassState>('loading')
  let timer: ReturnType<typeof setTimeout> | undefined

  async function show() {
    clearTimeout(timer)
    const now = Date.now() + aheadMs()
    const kept = await savedPass(session.accountId ?? '').catch(() => undefined)
    state.value = stateOf(kept, now)
    code.value = kept && state.value === 'shown' ? await holdOut(kept, station(), now) : ''
    clearTimeout(timer)
    timer = setTimeout(show, SHOWN_MS)
  }

  const stateOf = (kept: SavedPass | undefined, now: number): PassState =>
    kept === undefined ? 'none' : now < kept.expires ? 'shown' : 'old'
  const showFresh = () =>
    void renewOwnPass()
      .catch(() => {})
      .then(show) // Without a network the kept one is shown.

  watch([station, aheadMs], show)
  void show().then(showFresh)
  onScopeDispose(onResume(showFresh))
  onScopeDispose(() => clearTimeout(timer))
  return { code, state }
}
