import type { Router } from 'vue-router'
import { ref } from 'vue'

const STORAGE_KEY = 'little-bee-reloaded'
/** A second failure within this time is a fault that a reload does not mend. */
const RELOAD_AGAIN_MS = 60_000

const lost = ref(false)
/** True after a page failed to load; the app shows it and stays on the current page. */
export const usePageLost = () => lost

function mayReload(): boolean {
  try {
    const last = Number(sessionStorage.getItem(STORAGE_KEY) ?? 0)
    sessionStorage.setItem(STORAGE_KEY, String(Date.now()))
    return navigator.onLine && Date.now() - last > RELOAD_AGAIN_MS
  }
  catch {
    return false
  }
}

/**
 * Reloads the app at the page asked for if its script is gone, as after a release. The leave guards of forms
 * have run by then, and what they hold is saved on the phone.
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
