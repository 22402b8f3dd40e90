import type { Bytes } from '#shared/kernel/bytes.ts'
import type { Read } from '#shared/proofs/message-bytes.ts'
import type { Pass } from '#shared/proofs/passes.ts'
import { fromBase64Url, fromHex, joinBytes, toBase64Url, toHex } from '#shared/kernel/bytes.ts'
import { fromBase45, toBase45 } from '#shared/proofs/base45.ts'
import {
  begin,
  cutOff,
  isOf,
  MAC_BYTES,
  seconds,
  SIGNATURE_BYTES,
  types,
} from '#shared/proofs/message-bytes.ts'
import { PASS_BYTES, passIn } from '#shared/proofs/passes.ts'

/**
 * The bytes that open a door, big-endian.
 *
 * Door code, 26: version, type 2, station (4), epoch (4), nonce (8), MAC (8: HMAC-SHA-256 of what stands
 * before it, cut).
 * Proof, 203: a pass (127, `proofs/passes.ts`), time (4, s), nonce (8) and the device's P-256 signature (64).
 * Unlock, 92: version, type 4, key (2), station (4), sequence (8), nonce (8), expires (4, s), Ed25519
 * signature (64).
 */
export const UNLOCK_BYTES = 92
const sizes = { doorCode: 26, proof: 203, unlock: UNLOCK_BYTES } as const

/** How long a door remembers a proof (ms). */
export const PROOF_REMEMBERED_MS = 300_000
/** How long an unlock is accepted (ms). */
export const UNLOCK_MS = 10_000

export interface DoorCode { readonly station: number, readonly epoch: number, readonly nonce: Bytes }
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
  const pass = bytes?.length === sizes.proof ? passIn(bytes.subarray(0, PASS_BYTES)) : undefined
  if (!bytes || !pass) return undefined
  const cut = sizes.proof - SIGNATURE_BYTES
  return {
    pass,
    time: new DataView(bytes.buffer).getUint32(PASS_BYTES) * 1000,
    nonce: toHex(bytes.subarray(PASS_BYTES + 4, cut)),
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
