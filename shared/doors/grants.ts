import type { Bytes } from '#shared/kernel/bytes.ts'
import type { Read } from '#shared/proofs/message-bytes.ts'
import type { Unlock } from './door-bytes.ts'
import { joinBytes } from '#shared/kernel/bytes.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { begin, cutOff, isOf, seconds, SIGNATURE_BYTES, types } from '#shared/proofs/message-bytes.ts'
import { readUnlock, UNLOCK_BYTES } from './door-bytes.ts'

/**
 * The bytes by which a kiosk opens its own station's lock without a network, big-endian.
 *
 * Grant, 117: version, type 6, key (2), station (4), the kiosk's key (33, P-256 compressed), issued (8, ms),
 * expires (4, s), Ed25519 signature (64).
 * On the wire to the lock it is followed by an unlock of 92 whose key is 0 (the grant's) and whose signature
 * is the kiosk's, P-256 over both: 209.
 * Ending, 80: version, type 7, key (2), station (4), before (8, ms), Ed25519 signature (64): grants issued
 * before then hold no more.
 */
const sizes = { grant: 117, ending: 80 } as const
const KEY_FROM = 8
const KEY_TO = 41

/** The longest validity of a grant (ms). */
export const GRANT_MS = DAY_MS
/** In place of a key's id: the key is the one named by the grant. */
export const KEY_OF_GRANT = 0
/**
 * A kiosk numbers its unlocks by the clock in milliseconds, the server in seconds, so that their answers
 * can't be confused.
 */
export const KIOSK_SEQUENCE_MIN = 2 ** 40

export interface Grant {
  readonly keyId: number
  readonly station: number
  readonly kioskKey: Bytes
  readonly issued: number
  readonly expires: number
}
export interface Ending {
  readonly keyId: number
  readonly station: number
  readonly before: number
}
export interface GrantedUnlock {
  readonly grant: Read<Grant>
  /** Its `signed` is all that the kiosk signs, the grant included. */
  readonly unlock: Read<Unlock>
}

/** The signed part of a grant: this kiosk may open this station's lock. `expires` is in whole seconds. */
export function grantBytes({ keyId, station, kioskKey, issued, expires }: Grant): Bytes {
  const { bytes, view } = begin(sizes.grant - SIGNATURE_BYTES, types.grant)
  view.setUint16(2, keyId)
  view.setUint32(4, station)
  bytes.set(kioskKey, KEY_FROM)
  view.setBigUint64(KEY_TO, BigInt(issued))
  view.setUint32(KEY_TO + 8, seconds(expires))
  return bytes
}

/** Reads a grant without verifying it. */
export function readGrant(bytes: Uint8Array): Read<Grant> | undefined {
  if (!isOf(bytes, sizes.grant, types.grant)) return undefined
  const { own, view, signed, signature } = cutOff(bytes)
  return {
    message: {
      keyId: view.getUint16(2),
      station: view.getUint32(4),
      kioskKey: own.slice(KEY_FROM, KEY_TO),
      issued: Number(view.getBigUint64(KEY_TO)),
      expires: view.getUint32(KEY_TO + 8) * 1000,
    },
    signed,
    signature,
  }
}

/** The bytes that the kiosk signs: its whole grant and the unlock from `unlockBytes`. */
export const grantedUnlockBytes = (grant: Uint8Array, unlock: Uint8Array): Bytes => joinBytes(grant, unlock)

/** Reads a kiosk's message to a lock without verifying the signatures, the server's and the kiosk's. */
export function readGrantedUnlock(bytes: Uint8Array): GrantedUnlock | undefined {
  if (bytes.length !== sizes.grant + UNLOCK_BYTES) return undefined
  const grant = readGrant(bytes.subarray(0, sizes.grant))
  const unlock = readUnlock(bytes.subarray(sizes.grant))
  if (!grant || unlock?.message.keyId !== KEY_OF_GRANT) return undefined
  return {
    grant,
    unlock: { ...unlock, signed: grantedUnlockBytes(bytes.subarray(0, sizes.grant), unlock.signed) },
  }
}

/** The signed part of an ending, sent when a kiosk is unpaired. */
export function endingBytes({ keyId, station, before }: Ending): Bytes {
  const { bytes, view } = begin(sizes.ending - SIGNATURE_BYTES, types.ending)
  view.setUint16(2, keyId)
  view.setUint32(4, station)
  view.setBigUint64(8, BigInt(before))
  return bytes
}

/** Reads an ending without verifying it. */
export function readEnding(bytes: Uint8Array): Read<Ending> | undefined {
  if (!isOf(bytes, sizes.ending, types.ending)) return undefined
  const { view, signed, signature } = cutOff(bytes)
  return {
    message: { keyId: view.getUint16(2), station: view.getUint32(4), before: Number(view.getBigUint64(8)) },
    signed,
    signature,
  }
}
