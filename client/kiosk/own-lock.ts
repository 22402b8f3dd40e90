import type { KioskView } from '#shared/doors/schemas.ts'
import type { Refusal } from '#shared/refusal.ts'
import type { LockLine, OwnLock } from './lock-line.ts'
import { onResume } from '#client/sync/browser/connectivity.ts'
import { computed, onScopeDispose, ref, watch } from 'vue'
import { renewGrant, signUnlock } from './lock-key.ts'
import { openLockLine } from './lock-line.ts'

interface Tablet {
  accountId: string
  view: () => KioskView
  /**
   * When the server last said what `view` says; each time is one to look whether the grant is still young.
   */
  askedAt: () => number
  now: () => number
}

/** What this tablet can do by itself about its door. */
export function useOwnLock({ accountId, view, askedAt, now }: Tablet) {
  const isUp = ref(true)
  let line: Promise<LockLine> | undefined
  let isOver = false
  /** Where the lock is; other news of it need no new line. */
  const address = computed(() => {
    const { lock } = view()
    return lock.kind === 'local' ? JSON.stringify({ ...lock, grantsFrom: 0 }) : ''
  })

  function dial() {
    if (address.value === '' || line || isOver) return
    const dialled = address.value
    const opening = (line = openLockLine(
      JSON.parse(dialled) as OwnLock,
      up => dialled === address.value && (isUp.value = up),
    ))
    opening.catch(() => {
      // The script could not be had: it is asked for again with the next answer.
      if (line === opening) line = undefined
      isUp.value = false
    })
  }

  function hangUp() {
    void line?.then(({ close }) => close(), () => {})
    line = undefined
    isUp.value = true
  }

  function look() {
    dial()
    const { lock } = view()
    if (lock.kind === 'local' && navigator.onLine)
      // Storage is closed to us: the lock opens with a network only.
      void renewGrant(accountId, lock.grantsFrom, now()).catch(() => {})
  }

  watch(address, hangUp)
  watch([address, askedAt, () => JSON.stringify(view().lock)], look, { immediate: true })
  onScopeDispose(onResume(look))
  onScopeDispose(() => {
    isOver = true
    hangUp()
  })

  /**
   * Has the lock open, or says why not. Undefined: it is open, by its own word, or there is none but the
   * picture.
   */
  async function unlock(): Promise<Refusal | undefined> {
    const { lock, station } = view()
    if (lock.kind === 'simulated') return undefined
    const signed =
      lock.kind === 'local'
        ? await signUnlock(accountId, { station: station.number, grantsFrom: lock.grantsFrom }, now())
        : undefined
    if (!signed) return { code: 'stations.lockFar' }
    const isOpen = await line?.then(({ tell }) => tell(signed.sequence, signed.message), () => false)
    return isOpen ? undefined : { code: 'stations.lockSilent' }
  }
  return { unlock, words: computed(() => isUp.value ? '' : '平板连不上门锁，没有网络时开不了门') }
}
