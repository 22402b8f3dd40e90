/**
 * Web Lock held shared by every dirty form and while something is sent; an app update needs it exclusively.
 */
export const BUSY_LOCK = 'little-bee-busy'

/** How long the lock is waited for: an update holds it for some seconds, and some browsers never answer. */
const LOCK_WAIT_MS = 12_000

/** This browser has not answered about a lock: nobody waits for the next one. */
let isSilent = false

/**
 * Holds off app updates in every tab until `work` is done. Without an answer about the lock the work is done
 * all the same: an update may then reload the page, and what was sent is sent again.
 */
export function whileBusy<Result>(work: () => Promise<Result>): Promise<Result> {
  const locks = globalThis.navigator?.locks
  if (!locks || isSilent) return work()
  let begun: Promise<Result> | undefined
  const begin = () => begun ??= work()
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<Result>(resolve => timer = setTimeout(() => {
    isSilent = true
    resolve(begin())
  }, LOCK_WAIT_MS))
  const held = Promise.resolve()
    .then(() => locks.request(BUSY_LOCK, { mode: 'shared' }, () => {
      clearTimeout(timer)
      return begin()
    }) as Promise<Result>)
    .catch(begin)
  return Promise.race([held, late]).finally(() => clearTimeout(timer))
}
