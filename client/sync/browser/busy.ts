/**
 * Web Lock held shared by every dirty form and while something is sent; an app update needs it exclusively.
 */
export const BUSY_LOCK = 'little-bee-busy'

/** Holds off app updates in every tab until `work` is done. */
export function whileBusy<Result>(work: () => Promise<Result>): Promise<Result> {
  const locks = globalThis.navigator?.locks
  return locks ? locks.request(BUSY_LOCK, { mode: 'shared' }, work) as Promise<Result> : work()
}
