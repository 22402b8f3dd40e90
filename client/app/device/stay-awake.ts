import { onScopeDispose, watch } from 'vue'

interface Sentinel { release: () => Promise<void> }
type Waking = Partial<{ wakeLock: { request: (type: 'screen') => Promise<Sentinel> } }>

/**
 * Keeps the screen on while `needed` holds and the page is seen, where the phone can: a code that goes dark
 * is no code.
 */
export function useStayAwake(needed: () => boolean): void {
  let held: Promise<Sentinel | undefined> | undefined

  function letGo() {
    void held?.then(sentinel => sentinel?.release()).catch(() => {}) // The system has let go already.
    held = undefined
  }
  function hold() {
    letGo()
    if (!needed() || document.visibilityState !== 'visible') return
    // Low on battery: the system says no.
    held = (navigator as Waking).wakeLock?.request('screen').catch(() => undefined)
  }

  watch(needed, hold, { immediate: true })
  document.addEventListener('visibilitychange', hold)
  onScopeDispose(() => {
    document.removeEventListener('visibilitychange', hold)
    letGo()
  })
}
