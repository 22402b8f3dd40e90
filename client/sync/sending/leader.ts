import type { Lease } from '../store/store.ts'
import { uuidv7 } from 'uuidv7'
import { store } from '../store/store.ts'

const LOCK = 'little-bee-outbox'
const LEASE_MS = 60_000
const RENEW_MS = 20_000

/** The right to send. `signal` ends it: another tab found this one frozen and took over. */
export interface Turn { holder: string, signal: AbortSignal }
type Work<Result> = (turn: Turn) => Promise<Result>

const wasTaken = (error: unknown) => error instanceof DOMException && error.name === 'AbortError'

/**
 * Runs `work` as the only sender among tabs and the service worker. `busy`: another one was sending for all
 * of
 * `patienceMs`. A holder that shows no sign of life for a lease of 60 s is frozen, and its turn is taken.
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
    const granted = await queue(locks, work, Math.min(runsOutIn, patienceLeft))
    if (granted !== 'waited') return granted
    if (await leaseLeftMs(since) <= 0) return await take(locks, { steal: true }, work)
    if (Date.now() >= since + patienceMs) return 'busy'
  }
}

/** Waits its turn for `waitMs`; a free lock is granted even when that is nothing. */
async function queue<Result>(
  locks: LockManager,
  work: Work<Result>,
  waitMs: number,
): Promise<Result | 'busy' | 'waited'> {
  if (waitMs <= 0) return await take(locks, { ifAvailable: true }, work, 'waited' as const)
  const impatience = new AbortController()
  const timer = setTimeout(() => impatience.abort(), waitMs)
  return await take(locks, { signal: impatience.signal }, work, 'waited' as const, () => clearTimeout(timer))
}

async function take<Result, Else = never>(
  locks: LockManager,
  options: LockOptions,
  work: Work<Result>,
  otherwise?: Else,
  onGrant?: () => void,
): Promise<Result | 'busy' | Else> {
  const stolen = new AbortController()
  let hasBegun = false
  try {
    return await locks.request(LOCK, options, async (lock) => {
      onGrant?.()
      if (!lock) return otherwise as Else
      hasBegun = true
      return await underLease(work, { yields: false, stolen: stolen.signal })
    }) as Result | 'busy' | Else
  }
  catch (error) {
    if (!wasTaken(error)) throw error
    stolen.abort()
    return hasBegun ? 'busy' : otherwise as Else
  }
}

/**
 * How long the present holder is believed without a sign of life; one that never wrote a lease, from when we
 * began to wait.
 */
async function leaseLeftMs(since: number): Promise<number> {
  const lease = await (await store()).get('lease', 'lease')
  return lease ? leftOf(lease) : since + LEASE_MS - Date.now()
}

/**
 * A lease that would run longer than any does was written before the phone's clock was put back, and says
 * nothing.
 */
function leftOf({ until }: Lease): number {
  const leftMs = until - Date.now()
  return leftMs > LEASE_MS ? 0 : leftMs
}

/** `yields`: where the browser has no locks, a lease that still runs is somebody's turn. */
async function underLease<Result>(
  work: Work<Result>,
  { yields, stolen }: { yields: boolean, stolen?: AbortSignal },
): Promise<Result | 'busy'> {
  const holder = uuidv7()
  const ended = new AbortController()
  const end = () => ended.abort()
  if (!await sign(holder, lease => !yields || !lease || leftOf(lease) <= 0)) return 'busy'
  stolen?.addEventListener('abort', end)
  if (stolen?.aborted) end()
  const renewing = setInterval(
    () => void sign(holder, lease => lease?.holder === holder).then(isMine => isMine || end(), end),
    RENEW_MS,
  )
  try {
    return await work({ holder, signal: ended.signal })
  }
  finally {
    clearInterval(renewing)
    await resign(holder)
  }
}

/** Writes a lease of 60 s if the one that is there allows it. */
async function sign(
  holder: string,
  may: (lease: { holder: string, until: number } | undefined) => boolean,
): Promise<boolean> {
  const tx = (await store()).transaction('lease', 'readwrite')
  const isAllowed = may(await tx.store.get('lease'))
  if (isAllowed) await tx.store.put({ holder, until: Date.now() + LEASE_MS }, 'lease')
  await tx.done
  return isAllowed
}

async function resign(holder: string) {
  const tx = (await store()).transaction('lease', 'readwrite')
  if ((await tx.store.get('lease'))?.holder === holder) await tx.store.delete('lease')
  await tx.done
}
