import type { KeyObject } from 'node:crypto'
import { Buffer } from 'node:buffer'
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createSecretKey,
  hkdfSync,
  randomBytes,
} from 'node:crypto'

const purposes = [
  'signing keys',
  'pick-up digits',
  'door codes',
  'pass holders',
  'kiosk invites',
  'addresses',
] as const
type Purpose = (typeof purposes)[number]
const BYTES = 32

let derived: ReadonlyMap<Purpose, KeyObject> | undefined

/**
 * Sets the city's secret in this process. A key for each purpose is derived from it (HKDF), so that none
 * works for another purpose.
 */
export function useSecret(secret: string): void {
  derived = new Map(
    purposes.map(purpose => [
      purpose,
      createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `little-bee ${purpose}`, BYTES))),
    ]),
  )
}

/** The key for one purpose. */
export function secretFor(purpose: Purpose): KeyObject {
  if (!derived) throw new Error('the keys were not opened')
  return derived.get(purpose)!
}

/** A digest keyed with the city's secret. */
export const keyedHash = (purpose: Purpose, ...parts: string[]): Buffer =>
  createHmac('sha256', secretFor(purpose)).update(JSON.stringify(parts)).digest()

const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Seals a private key for the database: AES-256-GCM under the city's secret, bound to its public key. */
export function seal(privateKey: KeyObject, publicKey: string): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', secretFor('signing keys'), nonce).setAAD(
    Buffer.from(publicKey),
  )
  const sealed = Buffer.concat([
    cipher.update(privateKey.export({ type: 'pkcs8', format: 'der' })),
    cipher.final(),
  ])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
}

// Opening one costs more than signing with it. Only under the secret and for the public key it was opened
// with.
const opened = new Map<string, { secret: KeyObject, publicKey: string, key: KeyObject }>()

/** Opens a sealed private key; undefined when another secret sealed it or it was changed. */
export function unseal(sealedKey: string, publicKey: string): KeyObject | undefined {
  const secret = secretFor('signing keys')
  const known = opened.get(sealedKey)
  if (known?.secret === secret && known.publicKey === publicKey) return known.key
  const bytes = Buffer.from(sealedKey, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', secret, bytes.subarray(0, NONCE_BYTES)).setAAD(
    Buffer.from(publicKey),
  )
  try {
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
    const der = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()])
    const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    opened.set(sealedKey, { secret, publicKey, key })
    return key
  }
  catch {
    return undefined // The tag does not match: another secret, or another key's.
  }
}
