import type { ClockNote } from '#shared/kernel/fields.ts'
import type { Envelope } from '#shared/sync/protocol.ts'
import { DAY_MS } from '#shared/kernel/day.ts'

/** How much two readings of a clock may differ (ms) before the clock counts as changed. */
const STEADY_MS = 5 * 60_000
/**
 * A Date header has whole seconds, so a time that a phone derives from it may be this far ahead of our clock
 * (ms).
 */
const ROUNDING_MS = 1000
/** The oldest time that is believed (ms), which is how long receipts are kept for phones that wake late. */
const AGE_MAX_MS = 400 * DAY_MS

/** An instant by our clock (ms), never in the future; `isDoubtful`: it is an estimate. */
export interface Corrected { readonly at: number, readonly isDoubtful: boolean }

export interface PhoneClock {
  readonly made: Corrected
  readonly skewMs: number
  readonly correct: (instant: number, note?: ClockNote) => Corrected
}

/**
 * A command's times by our clock: `sentAt` shows how far the phone's clock is off now, its note how far it
 * was then.
 */
export function phoneClock(now: number, sentAt: number, { madeAt, clock }: Envelope): PhoneClock {
  const skewMs = now - sentAt
  const made = clock ? correctNoted(madeAt, clock, skewMs, now) : bounded(madeAt + skewMs, now)
  function correct(instant: number, note?: ClockNote): Corrected {
    if (note) return correctNoted(instant, note, skewMs, now)
    const { at, isDoubtful } = bounded(instant + made.at - madeAt, now)
    return { at, isDoubtful: isDoubtful || made.isDoubtful }
  }
  return { made, skewMs, correct }
}

function correctNoted(
  instant: number,
  { serverAt, phoneAt }: ClockNote,
  skewMs: number,
  now: number,
): Corrected {
  const aheadMs = serverAt - phoneAt
  const isSteady = Math.abs(aheadMs - skewMs) <= STEADY_MS
  const { at, isDoubtful } = bounded(instant + (isSteady ? skewMs : aheadMs), now, serverAt)
  return { at, isDoubtful: isDoubtful || !isSteady }
}

/**
 * Replaces a time that can't be right by the earliest possible one, if known, else by the arrival.
 * `earliest`: an answer of the server that the phone had before, so a clock that shows less had been put
 * back.
 */
function bounded(at: number, now: number, earliest = 0): Corrected {
  const isKnown = earliest > now - AGE_MAX_MS && earliest <= now + ROUNDING_MS
  if (isKnown && at < earliest - STEADY_MS) return { at: Math.min(earliest, now), isDoubtful: true }
  if (at < now - AGE_MAX_MS) return { at: now, isDoubtful: true }
  return { at: Math.min(at, now), isDoubtful: at > now + STEADY_MS }
}
