import type { Lease } from '../store/schema.ts'
import { uuidv7 } from 'uuidv7'
import { store } from '../store/store.ts'

const LOCK = 'little-bee-outbox'
const LEASE_MS = 60_000
const RENEW_MS = 20_000
/** A browser that answers about a lock this much later than it should counts as one without locks. */
const SILENT_MS = 10_000

/** The right to send. `signal` aborts when another tab took over because this one seemed frozen. */
export interface Leadership { holder: string, signal: AbortSignal }
type Work<Result> = (leadership: Leadership) => Promise<Result>

const isAbort = (error: unknown) => error instanceof DOMException && error.name === 'AbortError'

/**
 * Runs `work` as the only sender among tabs and the service worker. `busy`: another one was sending for all
 * of `patienceMs`. A holder whose lease of 60 s runs out counts as frozen, and its lock is stolen. Where the
 * browser has no locks or never answers about them, the lease alone decides.
 */
export async function asLeader<Result>(
  work: Work<Result>,
  patienceMs = Number.POSITIVE_INFINITY,
): Promise<Result | 'busy'> {
  const locks = globalThis.navigator?.locks
  if (!locks) return await underLease(work, { yields: true })
  const since = Date.now()
  for (;;) {
    const runsOutIn = await leaseLeftMs(since)
    const patienceLeft = since + patienceMs - Date.now()
    const outcome = await waitForLock(locks, work, Math.min(runsOutIn, patienceLeft))
    if (outcome === 'silent') return await underLease(work, { yields: true })
    if (outcome !== 'timedOut') return outcome
    if (await leaseLeftMs(since) <= 0) {
      const stolen = await requestLock(locks, { steal: true }, work)
      return stolen === 'silent' ? await underLease(work, { yields: true }) : stolen
    }
    if (Date.now() >= since + patienceMs) return 'busy'
  }
}

/** Waits `waitMs` for the lock; with 0 only a free lock is taken. */
async function waitForLock<Result>(
  locks: LockManager,
  work: Work<Result>,
  waitMs: number,
): Promise<Result | 'busy' | 'timedOut' | 'silent'> {
  if (waitMs <= 0) return await requestLock(locks, { ifAvailable: true }, work, 'timedOut' as const)
  const timeout = new AbortController()
  const timer = setTimeout(() => timeout.abort(), waitMs)
  const stopTimer = () => clearTimeout(timer)
  return await requestLock(locks, { signal: timeout.signal }, work, 'timedOut' as const, stopTimer, waitMs)
}

async function requestLock<Result, Else = never>(
  locks: LockManager,
  options: LockOptions,
  work: Work<Result>,
  otherwise?: Else,
  onGrant?: () => void,
  waitMs = 0,
): Promise<Result | 'busy' | 'silent' | Else> {
  const stolen = new AbortController()
  let hasBegun = false
  let isSilent = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const silence = new Promise<'silent'>(resolve => timer = setTimeout(() => {
    isSilent = true
    resolve('silent')
  }, waitMs + SILENT_MS))
  try {
    const answer = locks.request(LOCK, options, async (lock) => {
      clearTimeout(timer)
      onGrant?.()
      if (!lock || isSilent) return otherwise as Else
      hasBegun = true
      return await underLease(work, { yields: false, stolen: stolen.signal })
    }) as Promise<Result | 'busy' | Else>
    return await Promise.race([answer, silence])
  }
  catch (error) {
    if (!isAbort(error)) throw error
    stolen.abort()
    return hasBegun ? 'busy' : otherwise as Else
  }
  finally {
    clearTimeout(timer)
  }
}

/** How long the current lease still runs (ms); without a lease, what is left of 60 s since the wait began. */
async function leaseLeftMs(since: number): Promise<number> {
  const lease = await (await store()).get('lease', 'lease')
  return lease ? leftOf(lease) : since + LEASE_MS - Date.now()
}

/** A lease longer than 60 s was written before the phone's clock was put back, and counts as over. */
function leftOf({ until }: Lease): number {
  const leftMs = until - Date.now()
  return leftMs > LEASE_MS ? 0 : leftMs
}

/** `yields`: without Web Locks, a lease that still runs means that another tab sends. */
async function underLease<Result>(
  work: Work<Result>,
  { yields, stolen }: { yields: boolean, stolen?: AbortSignal },
): Promise<Result | 'busy'> {
  const holder = uuidv7()
  const ended = new AbortController()
  const end = () => ended.abort()
  if (!await writeLease(holder, lease => !yields || !lease || leftOf(lease) <= 0)) return 'busy'
  stolen?.addEventListener('abort', end)
  if (stolen?.aborted) end()
  const renewing = setInterval(
    () => void writeLease(holder, lease => lease?.holder === holder).then(isMine => isMine || end(), end),
    RENEW_MS,
  )
  try {
    return await work({ holder, signal: ended.signal })
  }
  finally {
    clearInterval(renewing)
    await deleteLease(holder)
  }
}

/** Writes a lease of 60 s if `may` allows it, given the one that is there. */
async function writeLease(
  holder: string,
  may: (lease: Lease | undefined) => boolean,
): Promise<boolean> {
  const tx = (await store()).transaction('lease', 'readwrite')
  const isAllowed = may(await tx.store.get('lease'))
  if (isAllowed) await tx.store.put({ holder, until: Date.now() + LEASE_MS }, 'lease')
  await tx.done
  return isAllowed
}

async function deleteLease(holder: string) {
  const tx = (await store()).transaction('lease', 'readwrite')
  if ((await tx.store.get('lease'))?.holder === holder) await tx.store.delete('lease')
  await tx.done
}
