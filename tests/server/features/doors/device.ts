import type { Unlock } from '#shared/doors/door-bytes.ts'
import type { KeyObject } from 'node:crypto'
import { Buffer } from 'node:buffer'
import { randomBytes, sign } from 'node:crypto'
import { proofBytes, proofText, unlockBytes } from '#shared/doors/door-bytes.ts'
import { grantedUnlockBytes, KEY_OF_GRANT } from '#shared/doors/grants.ts'
import { passText, readPass } from '#shared/proofs/passes.ts'

/** What a tablet sends to its lock: its grant, and an unlock that its own key has signed. */
export function sendOpen(
  privateKey: KeyObject,
  grant: string,
  unlock: Pick<Unlock, 'station' | 'sequence' | 'expires'>,
): Buffer {
  const over = grantedUnlockBytes(
    Buffer.from(grant, 'base64url'),
    unlockBytes({ ...unlock, keyId: KEY_OF_GRANT, nonce: new Uint8Array(randomBytes(8)) }),
  )
  return Buffer.concat([over, sign('sha256', over, { key: privateKey, dsaEncoding: 'ieee-p1363' })])
}

/** What a phone shows: its pass, signed for this moment and this station. */
export function holdOut(
  privateKey: KeyObject,
  pass: string,
  { station, time, nonce = randomBytes(8) }: { station: number, time: number, nonce?: Uint8Array },
): string {
  const read = readPass(pass)
  if (!read || passText(read.signed, read.signature) !== pass) throw new Error('no pass')
  const bytes = proofBytes(Buffer.concat([read.signed, read.signature]), time, nonce, station)
  return proofText(bytes, sign('sha256', bytes, { key: privateKey, dsaEncoding: 'ieee-p1363' }))
}
