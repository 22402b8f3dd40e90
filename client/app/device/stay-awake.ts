import { tryOnScopeDispose, useDocumentVisibility } from '@vueuse/core'
import { watch } from 'vue'

interface Sentinel { release: () => Promise<void> }
type Waking = Partial<{ wakeLock: { request: (type: 'screen') => Promise<Sentinel> } }>

/**
 * Keeps the screen on while `needed` holds and the page is visible, where the phone can: nobody can scan a
 * code that goes dark. VueUse's `useWakeLock` does not catch the refusal of a phone low on battery.
 */
export function useStayAwake(needed: () => boolean): void {
  const visibility = useDocumentVisibility()
  let held: Promise<Sentinel | undefined> | undefined

  function release() {
    void held?.then(sentinel => sentinel?.release()).catch(() => {}) // The system has released it already.
    held = undefined
  }

  watch(() => needed() && visibility.value === 'visible', (isNeeded) => {
    release()
    if (isNeeded) held = (navigator as Waking).wakeLock?.request('screen').catch(() => undefined)
  }, { immediate: true })
  tryOnScopeDispose(release)
}
