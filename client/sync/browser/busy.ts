/** Held shared by every form with something in it and by whatever is being sent; an update needs it alone. */
export const BUSY_LOCK = 'little-bee-busy'

/** Lets no update of the app come between: in any tab, until `work` is done. */
export function whileBusy<Result>(work: () => Promise<Result>): Promise<Result> {
  const locks = globalThis.navigator?.locks
  return locks ? locks.request(BUSY_LOCK, { mode: 'shared' }, work) as Promise<Result> : work()
}
