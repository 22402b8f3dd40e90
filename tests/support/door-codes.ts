import type { Pass } from '#shared/proofs/passes.ts'
import type { Bound } from '#shared/proofs/purposes.ts'
import type { KeyObject } from 'node:crypto'
import { createHmac, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { doorCodeBytes, doorCodeUrl, proofBytes, proofText } from '#shared/doors/door-bytes.ts'
import { toHex } from '#shared/kernel/bytes.ts'
import { fromBase45 } from '#shared/proofs/base45.ts'
import { epochOf } from '#shared/proofs/codes.ts'
import { heldPassBytes, heldPassText } from '#shared/proofs/held-passes.ts'
import { NONCE_BYTES, passBytes, passText } from '#shared/proofs/passes.ts'
import { groupBits } from '#shared/stations/groups.ts'
import { newDevice } from './device.ts'

// Door codes, passes and proofs as tablet, server and phone make them, by Node's crypto instead of theirs.
const KEY_ID = 7
const server = generateKeyPairSync('ed25519')
/** What a tablet checks passes by. */
export const serverKeys = [{ id: KEY_ID, publicKey: server.publicKey.export({ format: 'jwk' }).x! }]

const bytes = (size: number) => new Uint8Array(randomBytes(size))

/** The link that the tablet of a station shows at an instant. */
export function doorCode(station: number, at: number, key: Uint8Array = bytes(32)): string {
  const signed = doorCodeBytes({ station, epoch: epochOf(at), nonce: bytes(NONCE_BYTES) })
  return doorCodeUrl('https://bee.example.cn', signed, createHmac('sha256', key).update(signed).digest())
}

/** What a phone with this key and pass holds out at an instant. */
export function heldOut(privateKey: KeyObject, pass: string, bound: Bound, time: number): string {
  const signed = heldPassBytes({ ...bound, pass: fromBase45(pass)!, time, nonce: bytes(NONCE_BYTES) })
  return heldPassText(
    signed,
    new Uint8Array(sign('sha256', signed, { key: privateKey, dsaEncoding: 'ieee-p1363' })),
  )
}

/** A phone with its key, and a pass made out to it. */
export function passHolder(now: number, changes: Partial<Pass> = {}) {
  const { privateKey, publicKey, deviceKey } = newDevice()
  const pass: Pass = {
    keyId: KEY_ID,
    holder: toHex(bytes(8)),
    groups: groupBits.courier,
    issued: now - 60_000,
    expires: now + 23 * 3_600_000,
    id: toHex(bytes(8)),
    deviceKey: publicKey,
    ...changes,
  }
  const signed = passBytes(pass)
  const signature = new Uint8Array(sign(null, signed, server.privateKey))
  return {
    holder: pass.holder,
    pass: passText(signed, signature),
    deviceKey,
    /** What the phone shows at a station's door. */
    holdOut: (station: number, at: number, nonce = bytes(NONCE_BYTES)): string => {
      const over = proofBytes(Uint8Array.of(...signed, ...signature), at, nonce, station)
      return proofText(
        over,
        new Uint8Array(sign('sha256', over, { key: privateKey, dsaEncoding: 'ieee-p1363' })),
      )
    },
    /** What it shows to whoever leads an activity, or the like. */
    holdOutFor: (bound: Bound, at: number): string =>
      heldOut(privateKey, passText(signed, signature), bound, at),
  }
}
