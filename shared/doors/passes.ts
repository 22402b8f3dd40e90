import type { Bytes } from '#shared/kernel/bytes.ts'
import type { Read } from './message-bytes.ts'
import { fromBase64Url, fromHex, joinBytes, toBase64Url, toHex } from '#shared/kernel/bytes.ts'
import { fromBase45, toBase45 } from './base45.ts'
import { begin, cutOff, isOf, seconds, SIGNATURE_BYTES, types } from './message-bytes.ts'

/**
 * The bytes that open a door, big-endian.
 *
 * Door code, 26: version, type 2, station (4), epoch (4), nonce (8), MAC (8: HMAC-SHA-256 of what stands
 * before it, cut).
 * Pass, 127: version, type 3, key (2), holder (8), groups (2), issued (4, s), expires (4, s), id (8), device
 * key (33, P-256 compressed), Ed25519 signature (64). Held out to a camera it is followed by time (4, s),
 * nonce (8) and the device's P-256 signature (64): 203.
 * Unlock, 92: version, type 4, key (2), station (4), sequence (8), nonce (8), expires (4, s), Ed25519
 * signature (64).
 */
const MAC_BYTES = 8
export const NONCE_BYTES = 8
export const UNLOCK_BYTES = 92
const sizes = { doorCode: 26, pass: 127, proof: 203, unlock: UNLOCK_BYTES } as const

/** How long one door code is shown (ms); the previous and the next one are accepted too. */
export const EPOCH_MS = 15_000
export const epochOf = (instant: number): number => Math.floor(instant / EPOCH_MS)
/** How long a proof is accepted (ms), and how long a door remembers it. */
export const PROOF_MS = 60_000
export const PROOF_REMEMBERED_MS = 300_000
/** The longest validity of a pass (ms). */
export const PASS_MS = 86_400_000
/** How long an unlock is accepted (ms). */
export const UNLOCK_MS = 10_000

export interface DoorCode { readonly station: number, readonly epoch: number, readonly nonce: Bytes }
export interface Pass {
  readonly keyId: number
  /** The holder, a number that reveals nothing else (16 hexadecimal digits). */
  readonly holder: string
  /** Bits of `groupBits`. */
  readonly groups: number
  readonly issued: number
  readonly expires: number
  /** 16 hexadecimal digits. */
  readonly id: string
  readonly deviceKey: Bytes
}
export interface Unlock {
  readonly keyId: number
  readonly station: number
  readonly sequence: number
  readonly nonce: Bytes
  readonly expires: number
}
export interface ReadProof {
  readonly pass: Read<Pass>
  readonly time: number
  readonly nonce: string
  readonly signature: Bytes
}

/** The part of a door code under its MAC. */
export function doorCodeBytes({ station, epoch, nonce }: DoorCode): Bytes {
  const { bytes, view } = begin(sizes.doorCode - MAC_BYTES, types.doorCode)
  view.setUint32(2, station)
  view.setUint32(6, epoch)
  bytes.set(nonce, 10)
  return bytes
}

/**
 * The link that the kiosk shows, which any camera opens. `mac`: the whole HMAC-SHA-256, or at least its first
 * 8 bytes.
 */
export const doorCodeUrl = (origin: string, signed: Bytes, mac: Uint8Array): string =>
  `${origin}/d/${toBase64Url(joinBytes(signed, mac.subarray(0, MAC_BYTES)))}`

/** Reads a door code, from its link or its last part alone; undefined for any other text. */
export function readDoorCode(text: string): Read<DoorCode> | undefined {
  const bytes = fromBase64Url(text.split('/d/').at(-1)!)
  if (!bytes || !isOf(bytes, sizes.doorCode, types.doorCode)) return undefined
  const view = new DataView(bytes.buffer)
  const cut = sizes.doorCode - MAC_BYTES
  return {
    message: { station: view.getUint32(2), epoch: view.getUint32(6), nonce: bytes.slice(10, cut) },
    signed: bytes.slice(0, cut),
    signature: bytes.slice(cut),
  }
}

/** The signed part of a pass. Times are whole seconds. */
export function passBytes({ keyId, holder, groups, issued, expires, id, deviceKey }: Pass): Bytes {
  const { bytes, view } = begin(sizes.pass - SIGNATURE_BYTES, types.pass)
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
  return bytes && isOf(bytes, sizes.pass, types.pass) ? passIn(bytes) : undefined
}

function passIn(bytes: Bytes): Read<Pass> {
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const cut = sizes.pass - SIGNATURE_BYTES
  return {
    message: {
      keyId: view.getUint16(2),
      holder: toHex(bytes.subarray(4, 12)),
      groups: view.getUint16(12),
      issued: view.getUint32(14) * 1000,
      expires: view.getUint32(18) * 1000,
      id: toHex(bytes.subarray(22, 30)),
      deviceKey: bytes.slice(30, cut),
    },
    signed: bytes.slice(0, cut),
    signature: bytes.slice(cut),
  }
}

/**
 * The part of a proof that the device signs: pass, time, nonce and station. The station is not sent, since
 * the door knows its own: a proof for one door is none for another.
 */
export function proofBytes(pass: Uint8Array, time: number, nonce: Uint8Array, station: number): Bytes {
  const tail = new DataView(new ArrayBuffer(4))
  tail.setUint32(0, seconds(time))
  const at = new DataView(new ArrayBuffer(4))
  at.setUint32(0, station)
  return joinBytes(pass, new Uint8Array(tail.buffer), nonce, new Uint8Array(at.buffer))
}

/** The text of the QR code that a phone shows; `signed` comes from `proofBytes`. */
export const proofText = (signed: Bytes, signature: Uint8Array): string =>
  toBase45(joinBytes(signed.subarray(0, -4), signature))

/** Reads a proof without verifying it, which takes the pass's signature and the device's. */
export function readProof(text: string): ReadProof | undefined {
  const bytes = fromBase45(text)
  if (!bytes || bytes.length !== sizes.proof || !isOf(bytes.subarray(0, sizes.pass), sizes.pass, types.pass))
    return undefined
  const time = new DataView(bytes.buffer).getUint32(sizes.pass) * 1000
  const cut = sizes.proof - SIGNATURE_BYTES
  return {
    pass: passIn(bytes.slice(0, sizes.pass)),
    time,
    nonce: toHex(bytes.subarray(sizes.pass + 4, cut)),
    signature: bytes.slice(cut),
  }
}

/** The bytes that the device must have signed for `read` to be valid at a station. */
export const proofOver = ({ pass, time, nonce }: ReadProof, station: number): Bytes =>
  proofBytes(joinBytes(pass.signed, pass.signature), time, fromHex(nonce), station)

/**
 * The signed part of an unlock for one station's lock. `sequence` rises with every unlock by the same key.
 */
export function unlockBytes({ keyId, station, sequence, nonce, expires }: Unlock): Bytes {
  const { bytes, view } = begin(sizes.unlock - SIGNATURE_BYTES, types.unlock)
  view.setUint16(2, keyId)
  view.setUint32(4, station)
  view.setBigUint64(8, BigInt(sequence))
  bytes.set(nonce, 16)
  view.setUint32(24, seconds(expires))
  return bytes
}

/** The message as sent to the lock. */
export const unlockMessage = (signed: Bytes, signature: Uint8Array): Bytes => joinBytes(signed, signature)

/** Reads an unlock without verifying it. */
export function readUnlock(bytes: Uint8Array): Read<Unlock> | undefined {
  if (!isOf(bytes, sizes.unlock, types.unlock)) return undefined
  const { own, view, signed, signature } = cutOff(bytes)
  return {
    message: {
      keyId: view.getUint16(2),
      station: view.getUint32(4),
      sequence: Number(view.getBigUint64(8)),
      nonce: own.slice(16, 24),
      expires: view.getUint32(24) * 1000,
    },
    signed,
    signature,
  }
}
