import type { Router } from 'vue-router'
import { ref } from 'vue'

const RELOADED_UNDER = 'little-bee-reloaded'
/** Two losses within this time are no release, but a fault that a reload won't mend. */
const RELOAD_AGAIN_MS = 60_000

const lost = ref(false)
/** True while a page would not come: the app says so, and stays where it is. */
export const usePageLost = () => lost

function mayReload(): boolean {
  try {
    const last = Number(sessionStorage.getItem(RELOADED_UNDER) ?? 0)
    sessionStorage.setItem(RELOADED_UNDER, String(Date.now()))
    return navigator.onLine && Date.now() - last > RELOAD_AGAIN_MS
  }
  catch {
    return false
  }
}

/**
 * A page of an older release may be gone from the server: opens the app anew at the page that was asked for.
 * Forms have been asked by then (their leave guards run first), and what they hold is a draft on the phone.
 */
export function onLostChunk(router: Router) {
  let isLost = false
  addEventListener('vite:preloadError', () => isLost = true)
  router.onError((_error, to) => {
    if (!isLost) return
    isLost = false
    if (mayReload()) location.assign(to.fullPath)
    else lost.value = true
  })
  router.afterEach(() => {
    lost.value = false
  })
}
