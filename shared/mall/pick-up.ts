import type { Bytes } from '#shared/kernel/bytes.ts'
import { fromBase64Url, fromHex, joinBytes, toBase64Url, toHex } from '#shared/kernel/bytes.ts'
import { DAY_MS } from '#shared/kernel/day.ts'

/**
 * The pick-up code: the server signs it, the owner's phone shows it, the keeper's phone checks it without a
 * network. 59 bytes, big-endian: version, type, key (2), order (16), station (16), item (16), count, day (2,
 * since 1970; 0: any), expires (4, seconds); then their Ed25519 signature (64).
 */
export interface PickUp {
  readonly keyId: number
  readonly orderId: string
  readonly stationId: string
  readonly itemId: string
  readonly count: number
  /** The only day on which the code is valid, as 2026-11-23; null: any. */
  readonly day: string | null
  /** Until when the code is valid (ms, whole seconds). */
  readonly expires: number
}

const VERSION = 1
const TYPE = 1 // The type of a pick-up code; every other signed message has another one.
const SIGNED_BYTES = 59
const BYTES = SIGNED_BYTES + 64
const PREFIX = 'bee:p:'
const at = { version: 0, type: 1, key: 2, order: 4, station: 20, item: 36, count: 52, day: 53, expires: 55 }

/** The signed part of a code. */
export function pickUpBytes({ keyId, orderId, stationId, itemId, count, day, expires }: PickUp): Uint8Array {
  const bytes = new Uint8Array(SIGNED_BYTES)
  const view = new DataView(bytes.buffer)
  view.setUint8(at.version, VERSION)
  view.setUint8(at.type, TYPE)
  view.setUint16(at.key, keyId)
  bytes.set(bytesOfId(orderId), at.order)
  bytes.set(bytesOfId(stationId), at.station)
  bytes.set(bytesOfId(itemId), at.item)
  view.setUint8(at.count, count)
  view.setUint16(at.day, day === null ? 0 : Date.parse(day) / DAY_MS)
  view.setUint32(at.expires, Math.floor(expires / 1000))
  return bytes
}

/** The text of the QR code. */
export const pickUpText = (signed: Uint8Array, signature: Uint8Array): string =>
  PREFIX + toBase64Url(joinBytes(signed, signature))

export interface ReadPickUp {
  readonly pickUp: PickUp
  /** The bytes that were signed, by the key `pickUp.keyId`. */
  readonly signed: Bytes
  readonly signature: Bytes
}

/** Parses a code without checking its signature. Undefined for any other text. */
export function readPickUp(text: string): ReadPickUp | undefined {
  const bytes = text.startsWith(PREFIX) ? fromBase64Url(text.slice(PREFIX.length)) : undefined
  if (bytes?.length !== BYTES) return undefined
  const view = new DataView(bytes.buffer)
  if (view.getUint8(at.version) !== VERSION || view.getUint8(at.type) !== TYPE) return undefined
  const day = view.getUint16(at.day)
  return {
    pickUp: {
      keyId: view.getUint16(at.key),
      orderId: idAt(bytes, at.order),
      stationId: idAt(bytes, at.station),
      itemId: idAt(bytes, at.item),
      count: view.getUint8(at.count),
      day: day === 0 ? null : new Date(day * DAY_MS).toISOString().slice(0, 10),
      expires: view.getUint32(at.expires) * 1000,
    },
    signed: bytes.slice(0, SIGNED_BYTES),
    signature: bytes.slice(SIGNED_BYTES),
  }
}

const bytesOfId = (id: string) => fromHex(id.replaceAll('-', ''))

const idAt = (bytes: Uint8Array, from: number) =>
  toHex(bytes.subarray(from, from + 16)).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
