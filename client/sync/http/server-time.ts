import type { ClockNote } from '#shared/kernel/fields.ts'

const STORAGE_KEY = 'little-bee-clock'
/** The time in a slower answer is too inexact. */
const ROUND_TRIP_MAX_MS = 5_000
/** The Date header has whole seconds. */
const HALF_A_SECOND_MS = 500

let last: ClockNote | undefined
type Listener = (note: ClockNote) => void
const listeners = new Set<Listener>()
/** Calls the listener with the clocks at every answer that comes from now on. */
export const onServerTime = (listener: Listener) => void listeners.add(listener)

/** By hand: schemas are too heavy for the first screen. */
const isInstant = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0

/**
 * How far the server's clock is ahead of this device's (ms), by its last answer; undefined before the first.
 */
export const serverAheadMs = (): number | undefined => last && last.serverAt - last.phoneAt

/**
 * How far this device's clock was off at the last answer, also one from before the app was opened; undefined
 * before any.
 */
export function clockNote(): ClockNote | undefined {
  try {
    const note = last ?? JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '') as ClockNote
    return isInstant(note.serverAt) && isInstant(note.phoneAt) ? note : undefined
  }
  catch {
    return undefined // No answer yet, or storage is closed.
  }
}

/** Reads an answer's Date header. */
export function noteServerTime(date: string | null, askedAt: number, now = Date.now()): void {
  const serverAt = date === null ? Number.NaN : Date.parse(date) + HALF_A_SECOND_MS
  if (Number.isNaN(serverAt) || now < askedAt || now - askedAt > ROUND_TRIP_MAX_MS) return
  const note = last = { serverAt, phoneAt: Math.round((askedAt + now) / 2) }
  listeners.forEach(listener => listener(note))
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(last))
  }
  catch {
    // The service worker has none; storage may be closed.
  }
}
