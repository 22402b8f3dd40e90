import type { Router } from 'vue-router'
import { isPageDirty } from '#client/sync/browser/dirty.ts'
import { ref } from 'vue'

const offered = ref<string>()
/** The path of a tapped notification while the page has unsaved input; the user decides when to go. */
export const useOfferedPlace = () => offered

/** Opens the page of a tapped notification without a reload, and never over unsaved input. */
export function followNotifications(router: Router): void {
  navigator.serviceWorker?.addEventListener(
    'message',
    (event: MessageEvent<{ type?: string, path?: string } | null>) => {
      const { type, path } = event.data ?? {}
      if (type !== 'GO' || !path?.startsWith('/') || path === router.currentRoute.value.fullPath) return
      if (isPageDirty()) offered.value = path
      else void router.push(path)
    },
  )
}
