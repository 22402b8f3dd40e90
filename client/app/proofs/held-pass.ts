import type { SavedPass } from '#client/app/session/renew-pass.ts'
import type { Bound } from '#shared/proofs/purposes.ts'
import type { ProofsRefusal } from '#shared/proofs/refusals.ts'
import { isByDevice, signByDevice } from '#client/app/device/signature.ts'
import { fromBase45 } from '#shared/proofs/base45.ts'
import { heldPassBytes, heldPassText, readHeldPass } from '#shared/proofs/held-passes.ts'
import { heldPassTrouble } from '#shared/proofs/judging.ts'
import { NONCE_BYTES } from '#shared/proofs/passes.ts'
import { serverNow } from './server-clock.ts'
import { useShownPass } from './shown-pass.ts'

/** The text of the code for one purpose and subject now: the pass, and this phone's signature of all. */
export async function holdOut(
  { privateKey, pass }: Pick<SavedPass, 'privateKey' | 'pass'>,
  bound: Bound,
  now: number,
): Promise<string> {
  const signed = heldPassBytes({
    ...bound,
    pass: fromBase45(pass)!,
    time: now,
    nonce: crypto.getRandomValues(new Uint8Array(NONCE_BYTES)),
  })
  return heldPassText(signed, await signByDevice(privateKey, signed))
}

/** This phone's pass as a code for whoever leads to scan, also without a network. */
export const useHeldPass = (bound: () => Bound) => useShownPass({
  holdOut: async (saved, at) => await holdOut(saved, bound(), at),
  of: () => `${bound().purpose} ${bound().subject}`,
  now: serverNow,
})

/** `holder`: as the server names them in `Pass`; `shownAt`: by their own phone (ms). */
export type ScannedPass =
  | { isGood: true, holder: string, shownAt: number }
  | { isGood: false, refusal: ProofsRefusal }

/**
 * Judges a scanned pass as far as a phone without a network can; whether it is ours, the server says later.
 * `scannedAt`: by the server's clock (ms).
 */
export async function judgeScannedPass(
  text: string,
  bound: Bound,
  scannedAt = serverNow(),
): Promise<ScannedPass> {
  const held = readHeldPass(text)
  const { deviceKey, holder } = held?.message.pass.message ?? {}
  if (!held || !deviceKey || !holder || !(await isByDevice(deviceKey, held.signed, held.signature)))
    return { isGood: false, refusal: { code: 'proofs.passWrong' } }
  const refusal = heldPassTrouble(held.message, bound, scannedAt)
  return refusal ? { isGood: false, refusal } : { isGood: true, holder, shownAt: held.message.time }
}
