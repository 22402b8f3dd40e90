import type { Bytes } from '#shared/kernel/bytes.ts'
import { plainText } from '#shared/kernel/digits.ts'
import { begin, types } from '#shared/proofs/message-bytes.ts'

/**
 * The digits that a kiosk shows beside its door code, for a phone that can't scan: the station's number and
 * six digits of the HMAC-SHA-256, by the key of that kiosk's door codes, over 10 bytes, big-endian: version,
 * type 8, station (4), period (4).
 */
const BYTES = 10
const DIGITS = 6
/** How long the same digits are shown (ms); those before and after are accepted too. */
export const DIGITS_MS = 60_000
export const periodOf = (instant: number): number => Math.floor(instant / DIGITS_MS)

/** What the kiosk signs for its digits. */
export function digitsBytes(station: number, period: number): Bytes {
  const { bytes, view } = begin(BYTES, types.typedDigits)
  view.setUint32(2, station)
  view.setUint32(6, period)
  return bytes
}

/** The six digits of an HMAC. */
export function digitsOfMac(mac: Uint8Array): string {
  const number = mac.subarray(0, DIGITS).reduce((sum, byte) => sum * 256 + byte, 0)
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0')
}

/** Reads 101 482913 as somebody typed it: the station's number, then the digits. */
export function readTyped(text: string): { station: number, digits: string } | undefined {
  const [, station, digits] = /^(\d{1,10})(\d{6})$/.exec(plainText(text)) ?? []
  return digits === undefined ? undefined : { station: Number(station), digits }
}
