import type { Bytes } from '#shared/kernel/bytes.ts'
import { fromHex, joinBytes, toHex } from '#shared/kernel/bytes.ts'

/** The curve y² = x³ − 3x + b over the field of p (NIST P-256, SP 800-186). */
const p = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n
const b = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604Bn
const COORDINATE_BYTES = 32

/** Compresses a raw P-256 key of 65 bytes, as WebCrypto exports it, to 33: x, and whether y is odd. */
export function compressKey(raw: Uint8Array): Bytes {
  return joinBytes(
    Uint8Array.of(raw[2 * COORDINATE_BYTES]! % 2 === 0 ? 2 : 3),
    raw.subarray(1, 1 + COORDINATE_BYTES),
  )
}

/** Restores the 65 bytes, since browsers import no others; undefined for a point off the curve. */
export function expandKey(compressed: Uint8Array): Bytes | undefined {
  const [sign] = compressed
  if (compressed.length !== 1 + COORDINATE_BYTES || (sign !== 2 && sign !== 3)) return undefined
  const x = BigInt(`0x${toHex(compressed.subarray(1))}`)
  if (x >= p) return undefined
  const square = (((x * x - 3n) * x + b) % p + p) % p
  const root = power(square, (p + 1n) / 4n) // p leaves 3 when divided by 4.
  if (root * root % p !== square) return undefined
  const y = root % 2n === BigInt(sign % 2) ? root : p - root
  return joinBytes(
    Uint8Array.of(4),
    compressed.subarray(1),
    fromHex(y.toString(16).padStart(2 * COORDINATE_BYTES, '0')),
  )
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = result * base % p
    base = base * base % p
  }
  return result
}
