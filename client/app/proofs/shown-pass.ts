import type { SavedPass } from '#client/app/session/renew-pass.ts'
import type { Ref } from 'vue'
import { renewOwnPass, savedPass } from '#client/app/session/renew-pass.ts'
import { useSession } from '#client/app/session/session.ts'
import { onResume } from '#client/sync/outbox.ts'
import { onScopeDispose, ref, watch } from 'vue'

/** How long one code is shown (ms): a third of how long it is accepted. */
export const SHOWN_MS = 20_000
/** 'none': this phone has no pass, or the server gives none; 'old': it was fetched more than a day ago. */
export type PassState = 'loading' | 'shown' | 'none' | 'old'

/**
 * The text of the code for this phone's pass, made anew every SHOWN_MS; the pass is renewed before it
 * expires. `holdOut` makes it for an instant (ms) of `now`'s clock, and at once when `of` changes.
 */
export function useShownPass({ holdOut, of, now }: {
  holdOut: (saved: SavedPass, at: number) => Promise<string>
  of: () => unknown
  now: () => number
}): { code: Ref<string>, state: Ref<PassState> } {
  const session = useSession()
  const code = ref('')
  const state = ref<PassState>('loading')
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Counts the codes made, so that one that is overtaken by another is not shown. */
  let made = 0
  let isOver = false

  async function show() {
    if (isOver) return
    const making = ++made
    clearTimeout(timer)
    const at = now()
    const saved = await savedPass(session.accountId ?? '').catch(() => undefined)
    const found = stateOf(saved, at)
    const text = saved && found === 'shown' ? await holdOut(saved, at) : ''
    if (isOver || making !== made) return
    state.value = found
    code.value = text
    timer = setTimeout(show, SHOWN_MS)
  }

  const stateOf = (saved: SavedPass | undefined, at: number): PassState =>
    saved === undefined ? 'none' : at < saved.expires ? 'shown' : 'old'
  const showFresh = () =>
    void renewOwnPass()
      .catch(() => {})
      .then(show) // Without a network the saved one is shown.

  watch(of, show)
  void show().then(showFresh)
  onScopeDispose(onResume(showFresh))
  onScopeDispose(() => {
    isOver = true
    clearTimeout(timer)
  })
  return { code, state }
}
