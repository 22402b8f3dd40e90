import type { Router } from 'vue-router'

/** A tapped notification brings this page forward; it then goes where the notice is, without a reload that would eat a form. */
export function followNotifications(router: Router): void {
  navigator.serviceWorker?.addEventListener('message', (event: MessageEvent<{ type?: string, path?: string } | null>) => {
    const { type, path } = event.data ?? {}
    if (type === 'GO' && path?.startsWith('/')) void router.push(path)
  })
}
