import type { Ref } from 'vue'
import { answerWithin } from '#client/patience.ts'
import { onScopeDispose, ref, watch } from 'vue'
import { BUSY_LOCK } from './busy.ts'
import { onResume } from './connectivity.ts'
import { whenQuiet } from './quiet.ts'

const CHECK_EVERY_MS = 3_600_000
const LOOK_EVERY_MS = 3_000
const TAKE_OVER_MS = 10_000
/** A browser that says nothing about a lock for so long counts as busy. */
const LOCK_ANSWER_MS = 5_000

/**
 * Runs `work` if no form is dirty and nothing is sent in any tab; else, and without Web Locks, returns false.
 */
async function whileIdle(work: () => Promise<void>): Promise<boolean> {
  const locks = navigator.locks as LockManager | undefined
  let isOver = false
  const answer = async () => await locks?.request(BUSY_LOCK, { ifAvailable: true }, async (lock) => {
    if (lock && !isOver) await work()
    return lock !== null
  }) ?? false
  return await answerWithin(TAKE_OVER_MS + LOCK_ANSWER_MS, answer, false).finally(() => isOver = true)
}

/**
 * Whether the app may be updated now in every tab. It queries the lock and doesn't take it: two tabs taking
 * it would each find the other busy.
 */
export async function mayUpdateNow(): Promise<boolean> {
  const locks = navigator.locks as LockManager | undefined
  if (!locks) return false
  const { held } = await answerWithin(LOCK_ANSWER_MS, () => locks.query(), {} as LockManagerSnapshot)
  return held !== undefined && !held.some(({ name }) => name === BUSY_LOCK)
}

export interface AppUpdate {
  /** A newer version has been downloaded. */
  isWaiting: Ref<boolean>
  /** Some tab has a dirty form or is sending. */
  isBusy: Ref<boolean>
  /** The newer version is wanted: it takes over as soon as every tab is idle. */
  isAccepted: Ref<boolean>
  accept: () => Promise<void>
}

/** Registers the service worker and offers a newer version, which takes over only while every tab is idle. */
export function useAppUpdate(): AppUpdate {
  const isWaiting = ref(false)
  const isBusy = ref(false)
  const isAccepted = ref(false)
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined
  if (!container || import.meta.env.DEV) return { isWaiting, isBusy, isAccepted, accept: async () => {} }

  const worker = whenQuiet().then(() => import('workbox-window')).then(({ Workbox }) => {
    const workbox = new Workbox('/service-worker.js')
    workbox.addEventListener('waiting', () => isWaiting.value = true)
    void workbox.register().catch(() => {}) // Without it the app works online only.
    return workbox
  })
  worker.catch(() => {}) // Its script is fetched again when the app is next opened.
  reloadWhenReplaced(container)
  const checking = setInterval(
    () => void worker.then(workbox => workbox.update()).catch(() => {}),
    CHECK_EVERY_MS,
  )
  const looking = setInterval(() => void look(), LOOK_EVERY_MS)
  const unsubscribe = onResume(() => void look())
  watch(isWaiting, look)
  onScopeDispose(() => {
    clearInterval(checking)
    clearInterval(looking)
    unsubscribe()
  })

  async function look() {
    if (!isWaiting.value) return
    isBusy.value = !await mayUpdateNow()
    if (isAccepted.value && !isBusy.value) await takeOver()
  }

  let hasTakenOver = false
  async function accept() {
    isAccepted.value = true
    await takeOver()
  }

  /** Holds the lock until the new service worker controls the page. */
  async function takeOver() {
    if (hasTakenOver) return
    const isApplied = await whileIdle(async () => {
      const isReplaced = new Promise<void>(resolve =>
        container?.addEventListener('controllerchange', () => {
          hasTakenOver = true
          resolve()
        }, { once: true }),
      )
      ;(await worker).messageSkipWaiting()
      await Promise.race([isReplaced, new Promise(resolve => setTimeout(resolve, TAKE_OVER_MS))])
    })
    isBusy.value = !isApplied
  }

  return { isWaiting, isBusy, isAccepted, accept }
}

/** Reloads after an update, once every tab is idle; until then the tab runs on with its old pages. */
export function reloadWhenReplaced(
  container: ServiceWorkerContainer,
  reload = () => location.reload(),
): void {
  let hadController = container.controller !== null
  container.addEventListener('controllerchange', () => {
    if (hadController) void reloadWhenIdle(reload)
    hadController = true // The first worker controls a page that is already the newest.
  })
}

async function reloadWhenIdle(reload: () => void) {
  // Polls: a queued exclusive request would make every later shared one wait, in every tab.
  while (navigator.locks && !await whileIdle(async () => reload()))
    await new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS))
}
