import type { KioskView } from '#shared/doors/schemas.ts'
import type { Refusal } from '#shared/refusal.ts'
import type { LockConnection, OwnLock } from './lock-connection.ts'
import { onResume } from '#client/sync/outbox.ts'
import { computed, onScopeDispose, ref, watch } from 'vue'
import { openLockConnection } from './lock-connection.ts'
import { renewGrant, signUnlock } from './lock-key.ts'

interface Kiosk {
  accountId: string
  view: () => KioskView
  /** When `view` was asked for; at each change the grant's age is checked. */
  askedAt: () => number
  now: () => number
}

/** Opens the station's lock without the city: over a connection to the lock's own broker. */
export function useOwnLock({ accountId, view, askedAt, now }: Kiosk) {
  const isUp = ref(true)
  let connection: Promise<LockConnection> | undefined
  let isOver = false
  /** Where the lock is, as JSON; other changes of the view need no new connection. */
  const address = computed(() => {
    const { lock } = view()
    return lock.kind === 'local' ? JSON.stringify({ ...lock, grantsFrom: 0 }) : ''
  })

  function connect() {
    if (address.value === '' || connection || isOver) return
    const target = address.value
    const opening = (connection = openLockConnection(
      JSON.parse(target) as OwnLock,
      up => target === address.value && (isUp.value = up),
    ))
    opening.catch(() => {
      // The script could not be fetched; it is tried again with the next answer.
      if (connection === opening) connection = undefined
      isUp.value = false
    })
  }

  function disconnect() {
    void connection?.then(({ close }) => close(), () => {})
    connection = undefined
    isUp.value = true
  }

  function check() {
    connect()
    const { lock } = view()
    if (lock.kind === 'local' && navigator.onLine)
      // Where storage is blocked, the lock opens online only.
      void renewGrant(accountId, lock.grantsFrom, now()).catch(() => {})
  }

  watch(address, disconnect)
  watch([address, askedAt, () => JSON.stringify(view().lock)], check, { immediate: true })
  onScopeDispose(onResume(check))
  onScopeDispose(() => {
    isOver = true
    disconnect()
  })

  /**
   * Unlocks, or returns why not. Undefined: the lock says that it is open, or there is only a simulated one.
   */
  async function unlock(): Promise<Refusal | undefined> {
    const { lock, station } = view()
    if (lock.kind === 'simulated') return undefined
    const signed =
      lock.kind === 'local'
        ? await signUnlock(accountId, { station: station.number, grantsFrom: lock.grantsFrom }, now())
        : undefined
    if (!signed) return { code: 'stations.lockFar' }
    const { sequence, message } = signed
    const isOpen = await connection?.then(({ unlock }) => unlock(sequence, message), () => false)
    return isOpen ? undefined : { code: 'stations.lockSilent' }
  }
  return { unlock, warning: computed(() => isUp.value ? '' : '平板连不上门锁，没有网络时开不了门') }
}
