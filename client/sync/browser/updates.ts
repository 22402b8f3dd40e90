import type { MaybeRefOrGetter, Ref } from 'vue'
import { onScopeDispose, ref, toValue, watch } from 'vue'
import { BUSY_LOCK, whileBusy } from './busy.ts'
import { onResume } from './connectivity.ts'

const CHECK_EVERY_MS = 3_600_000
const LOOK_EVERY_MS = 3_000
const TAKE_OVER_MS = 10_000

/** The forms of this tab alone: the lock speaks for every tab, and of what is being sent too. */
const unsaved = new Set<symbol>()

/** Whether leaving the page that this tab shows could lose something. */
export const isPageDirty = (): boolean => unsaved.size > 0

/** Says, as long as it is so, that this page holds something that a reload would lose. */
export function useDirty(isDirty: MaybeRefOrGetter<boolean>): void {
  const form = Symbol('form')
  let clean: (() => void) | undefined
  watch(() => toValue(isDirty), (dirty) => {
    clean?.()
    clean = undefined
    unsaved.delete(form)
    if (!dirty) return
    unsaved.add(form)
    // Made before the lock is asked for: who is clean again before it is granted lets it go at once.
    const isClean = new Promise<void>(resolve => clean = resolve)
    void whileBusy(() => isClean)
  }, { immediate: true, flush: 'sync' })
  onScopeDispose(() => {
    clean?.()
    unsaved.delete(form)
  })
}

/**
 * Runs `work` while nothing is unsaved or being sent in any tab; false when something is. A browser without
 * locks can't know, and so never.
 */
async function whileNobodyIsBusy(work: () => Promise<void>): Promise<boolean> {
  const locks = navigator.locks as LockManager | undefined
  return await locks?.request(BUSY_LOCK, { ifAvailable: true }, async (lock) => {
    if (lock) await work()
    return lock !== null
  }) ?? false
}

/**
 * Whether the app may be replaced now, in every tab. Only looks: two tabs that each took the lock to find out
 * would each tell the other that somebody is busy.
 */
export async function mayUpdateNow(): Promise<boolean> {
  const locks = navigator.locks as LockManager | undefined
  if (!locks) return false
  const { held = [] } = await locks.query()
  return !held.some(({ name }) => name === BUSY_LOCK)
}

export interface AppUpdate {
  /** A newer app has been fetched and waits. */
  isWaiting: Ref<boolean>
  /** Something is unsaved or on its way in some tab: not now. */
  isBusy: Ref<boolean>
  accept: () => Promise<'applied' | 'busy'>
}

/**
 * Registers the service worker and offers a newer one; it takes over only when no form in any tab would be
 * lost.
 */
export function useAppUpdate(): AppUpdate {
  const isWaiting = ref(false)
  const isBusy = ref(false)
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined
  if (!container || import.meta.env.DEV) return { isWaiting, isBusy, accept: async () => 'busy' }

  const worker = import('workbox-window').then(({ Workbox }) => {
    const workbox = new Workbox('/service-worker.js')
    workbox.addEventListener('waiting', () => isWaiting.value = true)
    void workbox.register().catch(() => {}) // Without it the app still works; only not offline.
    return workbox
  })
  reloadWhenReplaced(container)
  const checking = setInterval(
    () => void worker.then(workbox => workbox.update()).catch(() => {}),
    CHECK_EVERY_MS,
  )
  const looking = setInterval(() => void look(), LOOK_EVERY_MS)
  const stopWatching = onResume(() => void look())
  watch(isWaiting, look)
  onScopeDispose(() => {
    clearInterval(checking)
    clearInterval(looking)
    stopWatching()
  })

  async function look() {
    if (isWaiting.value) isBusy.value = !await mayUpdateNow()
  }

  /** Holds off forms and senders in every tab until the new one is in charge. */
  async function accept(): Promise<'applied' | 'busy'> {
    const isApplied = await whileNobodyIsBusy(async () => {
      const isReplaced = new Promise(resolve =>
        container?.addEventListener('controllerchange', resolve, { once: true }),
      )
      ;(await worker).messageSkipWaiting()
      await Promise.race([isReplaced, new Promise(resolve => setTimeout(resolve, TAKE_OVER_MS))])
    })
    isBusy.value = !isApplied
    return isApplied ? 'applied' : 'busy'
  }

  return { isWaiting, isBusy, accept }
}

/**
 * A tab runs on with its old pages until nothing in any tab would be lost, and only then loads the new ones.
 */
export function reloadWhenReplaced(
  container: ServiceWorkerContainer,
  reload = () => location.reload(),
): void {
  let hadController = container.controller !== null
  container.addEventListener('controllerchange', () => {
    if (hadController) void reloadWhenClean(reload)
    hadController = true // The first worker merely takes charge of a page that is already the newest.
  })
}

async function reloadWhenClean(reload: () => void) {
  // Looked for again and again, and not queued for: whatever asked for its share of the lock later would wait
  // behind, in every tab.
  while (navigator.locks && !await whileNobodyIsBusy(async () => reload()))
    await new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS))
}
