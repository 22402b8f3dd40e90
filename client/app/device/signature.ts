import { fromBase64Url } from '#shared/kernel/bytes.ts'

/**
 * True when the holder of an Ed25519 key (base64url) has signed these bytes: by the browser where it knows
 * how, else in script.
 */
export async function isSignedBy(
  publicKey: string,
  bytes: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const raw = fromBase64Url(publicKey)!
  // Chrome before 137, and most phones of today.
  const key = await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']).catch(() => null)
  return key
    ? await crypto.subtle.verify('Ed25519', key, signature, bytes)
    : await isSignedInScript(raw, bytes, signature)
}

/** The same by RFC 8032 in script, which is fetched when it is needed; strict, as browsers are. */
export async function isSignedInScript(
  publicKey: Uint8Array<ArrayBuffer>,
  bytes: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const { verifyAsync } = await import('@noble/ed25519')
  return await verifyAsync(signature, bytes, publicKey, { zip215: false })
}
