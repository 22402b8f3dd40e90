import type { SavedPass } from '#client/app/session/renew-pass.ts'
import { signByDevice } from '#client/app/device/signature.ts'
import { proofBytes, proofText } from '#shared/doors/door-bytes.ts'
import { fromBase45 } from '#shared/proofs/base45.ts'
import { NONCE_BYTES } from '#shared/proofs/passes.ts'

/** The text of the code for a station's kiosk now: the pass, and this phone's signature. */
export async function holdOut(
  { privateKey, pass }: Pick<SavedPass, 'privateKey' | 'pass'>,
  station: number,
  now: number,
): Promise<string> {
  const over = proofBytes(
    fromBase45(pass)!,
    now,
    crypto.getRandomValues(new Uint8Array(NONCE_BYTES)),
    station,
  )
  return proofText(over, await signByDevice(privateKey, over))
}
