import type { Bytes } from '#shared/kernel/bytes.ts'

/**
 * Every signed message begins with a version and a type of its own, so that none can stand in for another
 * (type 1 is a pick-up code).
 */
const VERSION = 1
export const types = {
  doorCode: 2,
  pass: 3,
  unlock: 4,
  acknowledgement: 5,
  grant: 6,
  ending: 7,
  typedDigits: 8,
  rotatingCode: 9,
  heldPass: 10,
  card: 16,
} as const
export const SIGNATURE_BYTES = 64
/** The bytes of an HMAC-SHA-256 that a code carries. */
export const MAC_BYTES = 8

/** A message as read, not yet verified: `signed` is the part under its MAC or signature. */
export interface Read<Message> {
  readonly message: Message
  readonly signed: Bytes
  readonly signature: Bytes
}

/** A buffer with the version and type filled in. */
export function begin(size: number, type: number) {
  const bytes = new Uint8Array(size)
  bytes.set([VERSION, type])
  return { bytes, view: new DataView(bytes.buffer) }
}

export const isOf = (bytes: Uint8Array, size: number, type: number): boolean =>
  bytes.length === size && bytes[0] === VERSION && bytes[1] === type
export const seconds = (instant: number): number => Math.floor(instant / 1000)

/**
 * Copies a message, since a slice of Node's Buffer shares memory, and splits it into signed part and
 * signature.
 */
export function cutOff(bytes: Uint8Array) {
  const own = Uint8Array.from(bytes)
  const cut = own.length - SIGNATURE_BYTES
  return { own, view: new DataView(own.buffer), signed: own.slice(0, cut), signature: own.slice(cut) }
}
