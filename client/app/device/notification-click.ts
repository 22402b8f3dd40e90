import type { Router } from 'vue-router'
import { isPageDirty } from '#client/sync/browser/updates.ts'
import { ref } from 'vue'

const offered = ref<string>()
/** Where a tapped notification leads while the page holds something unsaved: the person says when to go. */
export const useOfferedPlace = () => offered

/** Opens the page of a tapped notification in this tab: without a reload, and never over a form. */
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
