import type { SavedPass } from '#client/app/session/renew-pass.ts'
import { renewOwnPass, savedPass } from '#client/app/session/renew-pass.ts'
import { useSession } from '#client/app/session/session.ts'
import { onResume } from '#client/sync/outbox.ts'
import { onScopeDispose, ref, watch } from 'vue'
import { holdOut, SHOWN_MS } from './pass.ts'

/** 'none': this phone has no pass, or the server gives none; 'old': it was fetched more than a day ago. */
export type PassState = 'loading' | 'shown' | 'none' | 'old'

/**
 * The pass as a code for a station's kiosk, renewed before it expires. `aheadMs`: how far the door's clock
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
    const saved = await savedPass(session.accountId ?? '').catch(() => undefined)
    state.value = stateOf(saved, now)
    code.value = saved && state.value === 'shown' ? await holdOut(saved, station(), now) : ''
    clearTimeout(timer)
    timer = setTimeout(show, SHOWN_MS)
  }

  const stateOf = (saved: SavedPass | undefined, now: number): PassState =>
    saved === undefined ? 'none' : now < saved.expires ? 'shown' : 'old'
  const showFresh = () =>
    void renewOwnPass()
      .catch(() => {})
      .then(show) // Without a network the saved one is shown.

  watch([station, aheadMs], show)
  void show().then(showFresh)
  onScopeDispose(onResume(showFresh))
  onScopeDispose(() => clearTimeout(timer))
  return { code, state }
}
