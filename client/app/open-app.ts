import type { Pinia } from 'pinia'
import type { Router } from 'vue-router'
import { whenQuiet } from '#client/sync/browser/quiet.ts'
import { listenForNudges } from '#client/sync/http/event-stream.ts'
import { useOutbox } from '#client/sync/outbox.ts'
import { followNotifications } from './device/notification-click.ts'
import { loadTexts } from './registry.ts'
import { startBadge } from './session/badge.ts'
import { startPrefetch } from './session/prefetch.ts'
import { useSession } from './session/session.ts'

/** A link waits this long for whose phone it is; after that the sign-in page opens, and leads on later. */
const HOLDER_PATIENCE_MS = 5_000
/** The pass is renewed this much later, so that the first page's requests go first. */
const PASS_SOON_MS = 5_000

/**
 * Finds out who holds the phone before the first page shows, keeps strangers to the open pages, and starts
 * sending what waits.
 */
export function openApp(router: Router, pinia: Pinia) {
  const session = useSession(pinia)
  // Where the browser allows no storage nobody is known, and signing in says why.
  const opened = session.load().catch(() => {})

  /** The cookie may hold though the phone has forgotten who signed in. */
  let holder: Promise<void> | undefined

  router.beforeEach(async (to) => {
    await opened
    if (!to.meta.isOpen && session.me === null)
      await Promise.race([holder ??= session.refresh().catch(() => {}), patience()])
    // A tablet at a door has no other page.
    if (session.me?.role === 'kiosk' && session.isSignedIn && to.name !== 'kiosk') return { name: 'kiosk' }
    return to.meta.isOpen || session.me !== null ? true : { name: 'sign-in', query: { next: to.fullPath } }
  })
  bringTexts(router)

  followNotifications(router)
  void opened.then(() => {
    const outbox = useOutbox(pinia)
    void outbox.load().then(whenQuiet).then(outbox.drain)
    listenForNudges()
    startPrefetch(session)
    startBadge()
    setTimeout(renewPassLater, PASS_SOON_MS)
  })
}

/**
 * The first screen shows no notice and no refusal; any other page waits for their sentences, which are
 * fetched beside its script.
 */
function bringTexts(router: Router) {
  router.beforeEach((to) => {
    if (to.name !== 'home') loadTexts().catch(() => {}) // The guard below reports it.
  })
  router.beforeResolve(async (to) => {
    if (to.name !== 'home') await loadTexts()
  })
}

const patience = () => new Promise(resolve => setTimeout(resolve, HOLDER_PATIENCE_MS))

/** A script that can't be fetched now is there when the app is next opened. */
const renewPassLater = () =>
  void import('./session/renew-pass.ts').then(({ startPassRenewal }) => startPassRenewal()).catch(() => {})
