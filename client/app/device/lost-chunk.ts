import type { Router } from 'vue-router'
import { ref } from 'vue'

const RELOADED_AS = 'little-bee-reloaded'
/** A second loss within this time is a fault that a reload won't mend, not a release. */
const RELOAD_AGAIN_MS = 60_000

const lost = ref(false)
/** True after a page could not be loaded; the app says so and stays on the page before. */
export const usePageLost = () => lost

function mayReload(): boolean {
  try {
    const last = Number(sessionStorage.getItem(RELOADED_AS) ?? 0)
    sessionStorage.setItem(RELOADED_AS, String(Date.now()))
    return navigator.onLine && Date.now() - last > RELOAD_AGAIN_MS
  }
  catch {
    return false
  }
}

/**
 * Reloads the app at the page that was asked for if its script is gone from the server, as after a release.
 * Leave guards of forms have run by then, and what they hold is saved on the phone.
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
