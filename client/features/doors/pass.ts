import type { SavedPass } from '#client/app/session/renew-pass.ts'
import { fromBase45 } from '#shared/doors/base45.ts'
import { NONCE_BYTES, proofBytes, proofText } from '#shared/doors/passes.ts'

/** So long one picture of the pass is shown: a third of how long a door takes it. */
export const SHOWN_MS = 20_000

/** The text to hold out at a station's door now: the pass, and this phone's own word that it is here. */
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
  return proofText(
    over,
    new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, over)),
  )
}
