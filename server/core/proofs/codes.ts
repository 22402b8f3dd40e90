import type { Corrected } from '#server/sync/phone-clock.ts'
import type { RotatingCode } from '#shared/proofs/codes.ts'
import type { Bound } from '#shared/proofs/purposes.ts'
import { createHmac, timingSafeEqual } from 'node:crypto'
import { keyedHash } from '#server/core/keys/index.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { epochOf, readCode } from '#shared/proofs/codes.ts'
import { codeTrouble, shownAtOf } from '#shared/proofs/judging.ts'
import { isFor } from '#shared/proofs/purposes.ts'
import { Refused } from '#shared/refusal.ts'

/** When something was shown (ms). `isClockDoubtful`: the clock of the phone that saw it is doubtful. */
export interface Shown { readonly shownAt: number, readonly isClockDoubtful: boolean }

/**
 * The key of the codes for one purpose, subject and Shanghai day (HMAC-SHA-256, 32 bytes), for the device
 * that shows them. It is derived from the city's secret and stored nowhere.
 */
export const codeKeyFor = ({ purpose, subject }: Bound, day: string): Uint8Array =>
  keyedHash('rotating codes', purpose, subject, day)

/** Judges a code that somebody scans and sends at once: it must be of the present epoch, ±1. */
export function judgeLiveCode(text: string, bound: Bound, now: number): Shown {
  const code = requireGenuine(text)
  if (!isFor(code, bound)) throw new Refused({ code: 'proofs.codeElsewhere' })
  const shownAt = shownAtOf(code)
  const ahead = code.epoch - epochOf(now)
  if (ahead > 1) throw new Refused({ code: 'proofs.clockWrong', aheadMs: shownAt - now })
  if (ahead < -1) throw new Refused({ code: 'proofs.codeOld' })
  return { shownAt, isClockDoubtful: false }
}

/**
 * Judges a code that a phone scanned without a network (`seen`: when, corrected by our clock): it must have
 * been shown at most 60 s before.
 */
export function judgeSavedCode(text: string, bound: Bound, seen: Corrected): Shown {
  const code = requireGenuine(text)
  const trouble = codeTrouble(code, bound, seen.at)
  if (trouble) throw new Refused(trouble)
  return { shownAt: shownAtOf(code), isClockDoubtful: seen.isDoubtful }
}

/** The code, if the key of its own purpose, subject and day made it. */
function requireGenuine(text: string): RotatingCode {
  const code = readCode(text)
  if (!code) throw new Refused({ code: 'proofs.codeWrong' })
  const mac = createHmac('sha256', codeKeyFor(code.message, dayOf(shownAtOf(code.message))))
    .update(code.signed)
    .digest()
    .subarray(0, code.signature.length)
  if (!timingSafeEqual(mac, code.signature)) throw new Refused({ code: 'proofs.codeWrong' })
  return code.message
}
