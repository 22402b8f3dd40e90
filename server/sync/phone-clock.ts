import type { ClockNote } from '#shared/kernel/fields.ts'
import type { Envelope } from '#shared/sync/protocol.ts'
import { DAY_MS } from '#shared/kernel/day.ts'

/** What a clock shows may be off by as much (ms) before it counts as changed. */
const STEADY_MS = 5 * 60_000
/** A Date header has whole seconds: what a phone makes of it may be ahead of our clock by as much. */
const ROUNDING_MS = 1000
/** Nothing older is believed: receipts, which phones that wake late rely on, are promised for as long. */
const AGE_MAX_MS = 400 * DAY_MS

/** An instant by our clock (ms), never in the future; doubtful: an estimate. */
export interface Corrected { readonly at: number, readonly isDoubtful: boolean }

export interface PhoneClock {
  readonly made: Corrected
  readonly skewMs: number
  readonly correct: (instant: number, note?: ClockNote) => Corrected
}

/** A command's times by our clock: `sentAt` tells how the phone's clock stands, its note how it stood. */
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
 * A time that is not believed becomes the earliest it can be, where that is known, else that of the arrival.
 * `earliest`: the server had said this before it happened, so a clock that shows less had been put back.
 */
function bounded(at: number, now: number, earliest = 0): Corrected {
  const isKnown = earliest > now - AGE_MAX_MS && earliest <= now + ROUNDING_MS
  if (isKnown && at < earliest - STEADY_MS) return { at: Math.min(earliest, now), isDoubtful: true }
  if (at < now - AGE_MAX_MS) return { at: now, isDoubtful: true }
  return { at: Math.min(at, now), isDoubtful: at > now + STEADY_MS }
}
