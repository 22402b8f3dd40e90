import type { Bytes } from '#shared/kernel/bytes.ts'
import type { Read } from './message-bytes.ts'
import type { Pass } from './passes.ts'
import type { Bound } from './purposes.ts'
import { joinBytes, toHex } from '#shared/kernel/bytes.ts'
import { fromBase45, toBase45 } from './base45.ts'
import { begin, cutOff, isOf, seconds, SIGNATURE_BYTES, types } from './message-bytes.ts'
import { NONCE_BYTES, PASS_BYTES, passIn } from './passes.ts'
import { BOUND_BYTES, boundBytes, boundIn } from './purposes.ts'

/**
 * Held-out pass, 214 bytes, big-endian: version, type 10, purpose (1), subject (8), a pass (127), time (4,
 * s), nonce (8), and the device's P-256 signature (64) of all that stands before it.
 */
const BYTES = 214
const PASS_AT = 2 + BOUND_BYTES
const TIME_AT = PASS_AT + PASS_BYTES
const NONCE_AT = TIME_AT + 4

/** `pass`: the bytes of the whole pass. */
interface ToHoldOut extends Bound {
  readonly pass: Uint8Array
  readonly time: number
  readonly nonce: Uint8Array
}
export interface HeldPass extends Bound {
  readonly pass: Read<Pass>
  /** When it was held out, by the phone that did (ms, whole seconds). */
  readonly time: number
  /** 16 hexadecimal digits. */
  readonly nonce: string
}

/** The part that the device signs. */
export function heldPassBytes({ pass, time, nonce, ...bound }: ToHoldOut): Bytes {
  const { bytes, view } = begin(BYTES - SIGNATURE_BYTES, types.heldPass)
  bytes.set(boundBytes(bound), 2)
  bytes.set(pass, PASS_AT)
  view.setUint32(TIME_AT, seconds(time))
  bytes.set(nonce, NONCE_AT)
  return bytes
}

/** The text of the QR code. */
export const heldPassText = (signed: Bytes, signature: Uint8Array): string =>
  toBase45(joinBytes(signed, signature))

/** Reads a held-out pass without verifying it, for which the pass's signature and the device's are needed. */
export function readHeldPass(text: string): Read<HeldPass> | undefined {
  const bytes = fromBase45(text)
  if (!bytes || !isOf(bytes, BYTES, types.heldPass)) return undefined
  const { view, signed, signature } = cutOff(bytes)
  const bound = boundIn(signed.subarray(2))
  const pass = passIn(signed.subarray(PASS_AT, TIME_AT))
  if (!bound || !pass) return undefined
  return {
    message: {
      ...bound,
      pass,
      time: view.getUint32(TIME_AT) * 1000,
      nonce: toHex(signed.subarray(NONCE_AT, NONCE_AT + NONCE_BYTES)),
    },
    signed,
    signature,
  }
}
