import type { Reader } from '#server/database/database.ts'
import { createPublicKey, sign, verify } from 'node:crypto'
import { desc, eq } from 'drizzle-orm'
import { currentOf } from './rotate-keys.ts'
import { unseal } from './seal.ts'
import { signingKeys } from './tables.ts'

const PUBLISHED = 3 // The previous key, the current and the next.

export interface Signer {
  /** The id of the key. Sign it too, so that others know which key to check with. */
  readonly keyId: number
  readonly sign: (bytes: Uint8Array) => Uint8Array
}

const latest = async (read: Reader) =>
  (await read.select().from(signingKeys).orderBy(desc(signingKeys.id)).limit(PUBLISHED)).reverse()

/** Signs with the current key, Ed25519. */
export async function openSigner(read: Reader, now: number): Promise<Signer> {
  const current = currentOf(await latest(read), now)
  const privateKey = current?.sealedKey && unseal(current.sealedKey, current.publicKey)
  if (!current || !privateKey) throw new Error('no key signs now')
  return { keyId: current.id, sign: bytes => sign(null, bytes, privateKey) }
}

/** The keys to check signatures with: previous, current and next. */
export async function publicKeys(read: Reader): Promise<{ id: number, publicKey: string }[]> {
  return (await latest(read)).map(({ id, publicKey }) => ({ id, publicKey }))
}

/** True when one of our keys, however old, has signed these bytes. */
export async function isSigned(
  read: Reader,
  keyId: number,
  bytes: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const [key] = await read
    .select({ publicKey: signingKeys.publicKey })
    .from(signingKeys)
    .where(eq(signingKeys.id, keyId))
  return (
    key !== undefined
    && verify(
      null,
      bytes,
      createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key.publicKey }, format: 'jwk' }),
      signature,
    )
  )
}
