import type { RotatingCode } from './codes.ts'
import type { HeldPass } from './held-passes.ts'
import type { Bound } from './purposes.ts'
import type { ProofsRefusal } from './refusals.ts'
import { EPOCH_MS } from './codes.ts'
import { PROOF_MS } from './passes.ts'
import { isFor } from './purposes.ts'

/** How long after being shown a code or pass may be scanned (ms). */
const SEEN_AFTER_MS = PROOF_MS
/** How much earlier the scan may appear to be, since two clocks never agree (ms). */
const SEEN_BEFORE_MS = 30_000

/** When a code is shown for the first time (ms). */
export const shownAtOf = ({ epoch }: Pick<RotatingCode, 'epoch'>): number => epoch * EPOCH_MS

/** Why a code scanned at an instant (ms) does not count, apart from its MAC; undefined if it does. */
export function codeTrouble(code: RotatingCode, bound: Bound, seenAt: number): ProofsRefusal | undefined {
  if (!isFor(code, bound)) return { code: 'proofs.codeElsewhere' }
  return timeTrouble(shownAtOf(code), seenAt, { code: 'proofs.codeOld' })
}

/** Why a pass scanned at an instant (ms) does not count, apart from its signatures; undefined if it does. */
export function heldPassTrouble(held: HeldPass, bound: Bound, seenAt: number): ProofsRefusal | undefined {
  if (!isFor(held, bound)) return { code: 'proofs.passElsewhere' }
  if (held.time >= held.pass.message.expires) return { code: 'proofs.passOld' }
  return timeTrouble(held.time, seenAt, { code: 'proofs.passOld' })
}

function timeTrouble(shownAt: number, seenAt: number, old: ProofsRefusal): ProofsRefusal | undefined {
  const aheadMs = shownAt - seenAt
  if (aheadMs > SEEN_BEFORE_MS) return { code: 'proofs.clockWrong', aheadMs }
  return aheadMs < -SEEN_AFTER_MS ? old : undefined
}
