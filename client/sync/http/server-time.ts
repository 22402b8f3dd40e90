/** An answer that took longer says too little about now. */
const TRIP_MAX_MS = 5_000
/** The server says its time in whole seconds. */
const HALF_A_SECOND_MS = 500

let aheadMs: number | undefined

/**
 * How far the server's clock is ahead of this device's, as its last answer had it; undefined before the
 * first.
 */
export const serverAheadMs = (): number | undefined => aheadMs

/** Notes what time an answer said it was. */
export function noteServerTime(said: string | null, askedAt: number, now = Date.now()): void {
  const at = said === null ? Number.NaN : Date.parse(said) + HALF_A_SECOND_MS
  if (Number.isNaN(at) || now < askedAt || now - askedAt > TRIP_MAX_MS) return
  aheadMs = Math.round(at - (askedAt + now) / 2)
}
