import type { Pinia } from 'pinia'
import type { Router } from 'vue-router'
import { listenForNudges } from '#client/sync/http/event-stream.ts'
import { useOutbox } from '#client/sync/outbox.ts'
import { followNotifications } from './device/notification-click.ts'
import { loadTexts } from './registry.ts'
import { keepBadge } from './session/badge.ts'
import { keepForOffline } from './session/prefetch.ts'
import { useSession } from './session/session.ts'

/** Behind whatever the first page asks. */
const PASS_SOON_MS = 5_000

/**
 * Finds out who holds the phone before the first page shows, keeps strangers to the open pages, and starts
 * sending what waits.
 */
export function openApp(router: Router, pinia: Pinia) {
  const session = useSession(pinia)
  // Storage is closed to us: nobody is known, and signing in says why.
  const opened = session.load().catch(() => {})

  router.beforeEach(async (to) => {
    await opened
    // A tablet at a door is nothing else.
    if (session.me?.role === 'kiosk' && session.isSignedIn && to.name !== 'kiosk') return { name: 'kiosk' }
    return to.meta.isOpen || session.me !== null ? true : { name: 'sign-in', query: { next: to.fullPath } }
  })

  // The first screen shows no notice and no refusal: their sentences come with the next page.
  router.beforeEach(to => to.name === 'home' ? undefined : void loadTexts().catch(() => {}))
  router.beforeResolve(async to => to.name === 'home' || await loadTexts().then(() => true))

  followNotifications(router)
  void opened.then(() => {
    const outbox = useOutbox(pinia)
    void outbox.load().then(outbox.drain)
    listenForNudges()
    keepForOffline(session)
    keepBadge()
    setTimeout(
      () =>
        void import('./session/renew-pass.ts').then(({ keepPassFresh }) => keepPassFresh()).catch(() => {}),
      PASS_SOON_MS,
    ) // It is there at the next opening, then.
  })
}
