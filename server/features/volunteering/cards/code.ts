import type { Bytes } from '#shared/kernel/bytes.ts'
import type { Read } from '#shared/proofs/message-bytes.ts'
import { fromBase64Url, fromHex, joinBytes, toBase64Url, toHex } from '#shared/kernel/bytes.ts'
import { begin, cutOff, isOf, SIGNATURE_BYTES, types } from '#shared/proofs/message-bytes.ts'

/**
 * The code after `/v/`, 82 bytes, big-endian: version, type 16, key (2), serial (8), made at (6, ms), and the
 * city's Ed25519 signature (64) of the bytes before it.
 */
const BYTES = 82
const at = { key: 2, serial: 4, madeAt: 12 }
const HIGH = 2 ** 32

/** `serial`: 16 hexadecimal digits. */
export interface CardCode { readonly keyId: number, readonly serial: string, readonly madeAt: number }

/** What is signed. */
export function cardBytes({ keyId, serial, madeAt }: CardCode): Bytes {
  const { bytes, view } = begin(BYTES - SIGNATURE_BYTES, types.card)
  view.setUint16(at.key, keyId)
  bytes.set(fromHex(serial), at.serial)
  view.setUint16(at.madeAt, Math.floor(madeAt / HIGH))
  view.setUint32(at.madeAt + 2, madeAt % HIGH)
  return bytes
}

export const cardText = (signed: Bytes, signature: Uint8Array): string =>
  toBase64Url(joinBytes(signed, signature))

/** Reads a code without verifying it; undefined for any other text. */
export function readCard(text: string): Read<CardCode> | undefined {
  const bytes = fromBase64Url(text)
  if (!bytes || !isOf(bytes, BYTES, types.card)) return undefined
  const { view, signed, signature } = cutOff(bytes)
  return {
    message: {
      keyId: view.getUint16(at.key),
      serial: toHex(signed.subarray(at.serial, at.madeAt)),
      madeAt: view.getUint16(at.madeAt) * HIGH + view.getUint32(at.madeAt + 2),
    },
    signed,
    signature,
  }
}
