import type { Bytes } from '#shared/kernel/bytes.ts'
import { fromBase64Url } from '#shared/kernel/bytes.ts'
import { expandKey } from '#shared/proofs/device-key.ts'

/** Whether these bytes carry a valid Ed25519 signature of `publicKey` (base64url). */
export async function isSignedBy(
  publicKey: string,
  bytes: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const raw = fromBase64Url(publicKey)!
  // Chrome before 137 has no Ed25519.
  const key = await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']).catch(() => null)
  return key
    ? await crypto.subtle.verify('Ed25519', key, signature, bytes)
    : await isSignedInScript(raw, bytes, signature)
}

/** The same in script (RFC 8032), fetched when needed; as strict as browsers. */
export async function isSignedInScript(
  publicKey: Uint8Array<ArrayBuffer>,
  bytes: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const { verifyAsync } = await import('@noble/ed25519')
  return await verifyAsync(signature, bytes, publicKey, { zip215: false })
}

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const
const BY_P256 = { name: 'ECDSA', hash: 'SHA-256' } as const
const HMAC = { name: 'HMAC', hash: 'SHA-256' } as const

/** Signs bytes with this device's own key (P-256). */
export const signByDevice = async (privateKey: CryptoKey, bytes: Bytes): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.sign(BY_P256, privateKey, bytes))

/** Whether the device with this key (P-256, compressed) has signed these bytes. */
export async function isByDevice(deviceKey: Uint8Array, bytes: Bytes, signature: Bytes): Promise<boolean> {
  const raw = expandKey(deviceKey)
  if (!raw) return false
  const key = await crypto.subtle.importKey('raw', raw, P256, false, ['verify'])
  return await crypto.subtle.verify(BY_P256, key, signature, bytes)
}

/** A key for `hmac` from its base64url text; it can't be exported. */
export const hmacKey = async (key: string): Promise<CryptoKey> =>
  await crypto.subtle.importKey('raw', fromBase64Url(key)!, HMAC, false, ['sign'])

/** HMAC-SHA-256. */
export const hmac = async (key: CryptoKey, bytes: Bytes): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes))
