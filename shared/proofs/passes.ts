import type { Bytes } from '#shared/kernel/bytes.ts'
import type { Read } from './message-bytes.ts'
import { fromHex, joinBytes, toHex } from '#shared/kernel/bytes.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { fromBase45, toBase45 } from './base45.ts'
import { begin, cutOff, isOf, seconds, SIGNATURE_BYTES, types } from './message-bytes.ts'

/**
 * Pass, 127 bytes, big-endian: version, type 3, key (2), holder (8), groups (2), issued (4, s), expires (4,
 * s), id (8), device key (33, P-256 compressed), Ed25519 signature (64).
 */
export const PASS_BYTES = 127
export const NONCE_BYTES = 8
/** The longest validity of a pass (ms). */
export const PASS_MS = DAY_MS
/** How long a held-out pass is accepted (ms). */
export const PROOF_MS = 60_000

export interface Pass {
  readonly keyId: number
  /** The holder, a number that reveals nothing else (16 hexadecimal digits). */
  readonly holder: string
  /** Bits of the stations' `groupBits`. */
  readonly groups: number
  readonly issued: number
  readonly expires: number
  /** 16 hexadecimal digits. */
  readonly id: string
  readonly deviceKey: Bytes
}

/** The signed part of a pass. Times are whole seconds. */
export function passBytes({ keyId, holder, groups, issued, expires, id, deviceKey }: Pass): Bytes {
  const { bytes, view } = begin(PASS_BYTES - SIGNATURE_BYTES, types.pass)
  view.setUint16(2, keyId)
  bytes.set(fromHex(holder), 4)
  view.setUint16(12, groups)
  view.setUint32(14, seconds(issued))
  view.setUint32(18, seconds(expires))
  bytes.set(fromHex(id), 22)
  bytes.set(deviceKey, 30)
  return bytes
}

/** A pass as the phone saves it. */
export const passText = (signed: Bytes, signature: Uint8Array): string =>
  toBase45(joinBytes(signed, signature))

/** Reads a saved pass without verifying it. */
export function readPass(text: string): Read<Pass> | undefined {
  const bytes = fromBase45(text)
  return bytes && passIn(bytes)
}

/** Reads a pass from its bytes alone, without verifying it; undefined for any others. */
export function passIn(bytes: Uint8Array): Read<Pass> | undefined {
  if (!isOf(bytes, PASS_BYTES, types.pass)) return undefined
  const { own, view, signed, signature } = cutOff(bytes)
  return {
    message: {
      keyId: view.getUint16(2),
      holder: toHex(own.subarray(4, 12)),
      groups: view.getUint16(12),
      issued: view.getUint32(14) * 1000,
      expires: view.getUint32(18) * 1000,
      id: toHex(own.subarray(22, 30)),
      deviceKey: signed.slice(30),
    },
    signed,
    signature,
  }
}
