import { toBase64Url } from '#shared/kernel/bytes.ts'
import { compressKey } from '#shared/proofs/device-key.ts'

/** A key of this device's own (P-256), made here; its private half can't be taken out. */
export async function makeDeviceKey(): Promise<{ privateKey: CryptoKey, publicKey: string }> {
  const { privateKey, publicKey } = await crypto.subtle.generateKey(
    { name: 'ECDSA', namedCurve: 'P-256' },
    false,
    ['sign'],
  )
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey))
  return { privateKey, publicKey: toBase64Url(compressKey(raw)) }
}
