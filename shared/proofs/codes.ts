import type { Bytes } from '#shared/kernel/bytes.ts'
import type { Read } from './message-bytes.ts'
import type { Bound } from './purposes.ts'
import { fromBase64Url, joinBytes, toBase64Url } from '#shared/kernel/bytes.ts'
import { begin, isOf, MAC_BYTES, types } from './message-bytes.ts'
import { BOUND_BYTES, boundBytes, boundIn } from './purposes.ts'

/**
 * Rotating code, 23 bytes, big-endian: version, type 9, purpose (1), subject (8), epoch (4), MAC (8:
 * HMAC-SHA-256 of what stands before it, cut).
 */
const BYTES = 23
const EPOCH_AT = 2 + BOUND_BYTES
const CUT = BYTES - MAC_BYTES

/** How long one code is shown (ms), a door's too; the previous and the next one are accepted live. */
export const EPOCH_MS = 15_000
export const epochOf = (instant: number): number => Math.floor(instant / EPOCH_MS)

export interface RotatingCode extends Bound { readonly epoch: number }

/** The part of a code under its MAC. */
export function codeBytes({ epoch, ...bound }: RotatingCode): Bytes {
  const { bytes, view } = begin(CUT, types.rotatingCode)
  bytes.set(boundBytes(bound), 2)
  view.setUint32(EPOCH_AT, epoch)
  return bytes
}

/** The link to show, which any camera opens. `mac`: the whole HMAC-SHA-256, or at least its first 8 bytes. */
export const codeUrl = (origin: string, signed: Bytes, mac: Uint8Array): string =>
  `${origin}/p/${toBase64Url(joinBytes(signed, mac.subarray(0, MAC_BYTES)))}`

/** Reads a code, from its link or its last part alone; undefined for any other text. Verifies nothing. */
export function readCode(text: string): Read<RotatingCode> | undefined {
  const bytes = fromBase64Url(text.split('/p/').at(-1)!)
  if (!bytes || !isOf(bytes, BYTES, types.rotatingCode)) return undefined
  const bound = boundIn(bytes.subarray(2))
  return bound && {
    message: { ...bound, epoch: new DataView(bytes.buffer).getUint32(EPOCH_AT) },
    signed: bytes.slice(0, CUT),
    signature: bytes.slice(CUT),
  }
}
