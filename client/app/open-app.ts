import type { Pinia } from 'pinia'
import type { Router } from 'vue-router'
import { listenForNudges } from '#client/sync/events.ts'
import { useOutbox } from '#client/sync/outbox.ts'
import { keepForOffline } from './keep-for-offline.ts'
import { followNotifications } from './notification-click.ts'
import { useSession } from './session.ts'

/** Finds out who holds the phone before the first page shows, keeps strangers to the open pages, and starts sending what waits. */
export function openApp(router: Router, pinia: Pinia) {
  const session = useSession(pinia)
  const opened = session.load().catch(() => {}) // Storage is closed to us: nobody is known, and signing in says why.

  router.beforeEach(async (to) => {
    await opened
    return to.meta.isOpen || session.me !== null ? true : { name: 'sign-in', query: { next: to.fullPath } }
  })

  followNotifications(router)
  void opened.then(() => {
    const outbox = useOutbox(pinia)
    void outbox.load().then(outbox.drain)
    listenForNudges()
    keepForOffline(session)
  })
}
