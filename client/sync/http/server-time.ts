/** The time in a slower answer is too inexact. */
const ROUND_TRIP_MAX_MS = 5_000
/** The Date header has whole seconds. */
const HALF_A_SECOND_MS = 500

let aheadMs: number | undefined

/**
 * How far the server's clock is ahead of this device's (ms), by its last answer; undefined before the first.
 */
export const serverAheadMs = (): number | undefined => aheadMs

/** Reads an answer's Date header. */
export function noteServerTime(date: string | null, askedAt: number, now = Date.now()): void {
  const at = date === null ? Number.NaN : Date.parse(date) + HALF_A_SECOND_MS
  if (Number.isNaN(at) || now < askedAt || now - askedAt > ROUND_TRIP_MAX_MS) return
  aheadMs = Math.round(at - (askedAt + now) / 2)
}
