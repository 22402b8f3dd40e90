import type { Pinia } from 'pinia'
import type { Router } from 'vue-router'
import { onResume } from '#client/sync/browser/connectivity.ts'
import { watch } from 'vue'
import { followNotifications } from './device/notification-click.ts'
import { loadTexts } from './registry.ts'
import { useSession } from './session/session.ts'

/**
 * How long a link waits for the server to say who is signed in. Then the sign-in page opens, which leads on
 * to the link.
 */
const HOLDER_PATIENCE_MS = 5_000

/**
 * Finds out who holds the phone before the first page shows, keeps strangers to the open pages, and starts
 * sending what waits.
 */
export function openApp(router: Router, pinia: Pinia) {
  const session = useSession(pinia)
  // Where the browser allows no storage nobody is known, and signing in says why.
  const opened = session.load().catch(() => {})

  /** Asks the server once who is signed in: the phone may have forgotten it while the cookie still holds. */
  let holder: Promise<void> | undefined

  /** Whether the second factor must be set up first: until then the server answers nothing else. */
  const lacksFactor = () => session.isSignedIn && session.me?.factor === 'missing'

  router.beforeEach(async (to) => {
    await opened
    if (!to.meta.isOpen && session.me === null)
      await Promise.race([holder ??= session.refresh().catch(() => {}), patience()])
    // A tablet at a door has no other page.
    if (session.me?.role === 'kiosk' && session.isSignedIn && to.name !== 'kiosk') return { name: 'kiosk' }
    if (lacksFactor() && !to.meta.isBeforeFactor) return { name: 'factor', query: { next: to.fullPath } }
    if (to.meta.isOpen || session.me !== null) return true
    return { name: 'sign-in', query: { next: to.fullPath, reason: to.meta.signInReason } }
  })
  bringTexts(router)

  watch(lacksFactor, (lacks) => {
    const { meta, fullPath } = router.currentRoute.value
    if (lacks && !meta.isBeforeFactor) void router.replace({ name: 'factor', query: { next: fullPath } })
  })

  followNotifications(router)
  void opened.then(() => startForHolder(pinia))
}

/**
 * Starts what sends, listens and fetches for whoever is known on this phone. Its script is fetched once
 * somebody is; where that fails, again when the network is back.
 */
function startForHolder(pinia: Pinia) {
  const session = useSession(pinia)
  let isStarted = false
  async function start() {
    if (isStarted || session.me === null || session.me.factor === 'missing') return
    isStarted = true
    await import('./session/for-holder.ts').then(
      ({ startHoldersWork }) => startHoldersWork(pinia),
      () => isStarted = false,
    )
  }
  watch(() => session.me, start, { immediate: true })
  onResume(() => void start())
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
