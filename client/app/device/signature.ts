import { fromBase64Url } from '#shared/kernel/bytes.ts'

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
