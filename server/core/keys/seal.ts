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
  'rotating codes',
  'pass holders',
  'kiosk invites',
  'addresses',
  'second factors',
  'recovery codes',
  'calendars',
  'ballot boxes',
  'voices',
  'case links',
  'exchanges',
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

/** Seals bytes for the database: AES-256-GCM under the city's secret, bound to the name of their owner. */
export function sealBytes(purpose: Purpose, bytes: Uint8Array, boundTo: string): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', secretFor(purpose), nonce).setAAD(Buffer.from(boundTo))
  const sealed = Buffer.concat([cipher.update(bytes), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
}

/** Opens sealed bytes; undefined when they were sealed with another secret or for another owner. */
export function unsealBytes(purpose: Purpose, sealed: string, boundTo: string): Buffer | undefined {
  const bytes = Buffer.from(sealed, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', secretFor(purpose), bytes.subarray(0, NONCE_BYTES))
    .setAAD(Buffer.from(boundTo))
  try {
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()])
  }
  catch {
    return undefined // The tag does not match.
  }
}

/** Seals a private key, bound to its public key. */
export const seal = (privateKey: KeyObject, publicKey: string): string =>
  sealBytes('signing keys', privateKey.export({ type: 'pkcs8', format: 'der' }), publicKey)

// Opened keys, since opening one costs more than signing with it. Each counts only for the secret and the
// public key that it was opened with.
const opened = new Map<string, { secret: KeyObject, publicKey: string, key: KeyObject }>()

/** Opens a sealed private key; undefined when another secret sealed it or it was changed. */
export function unseal(sealedKey: string, publicKey: string): KeyObject | undefined {
  const secret = secretFor('signing keys')
  const known = opened.get(sealedKey)
  if (known?.secret === secret && known.publicKey === publicKey) return known.key
  const der = unsealBytes('signing keys', sealedKey, publicKey)
  if (der === undefined) return undefined
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  opened.set(sealedKey, { secret, publicKey, key })
  return key
}
