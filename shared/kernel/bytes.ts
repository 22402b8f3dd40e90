/** Base64url, for links and codes. */
export type Bytes = Uint8Array<ArrayBuffer>

export const joinBytes = (...parts: Uint8Array[]): Bytes => Uint8Array.from(parts.flatMap(part => [...part]))

export const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
export const fromHex = (hex: string): Bytes =>
  Uint8Array.from(hex.match(/../g) ?? [], pair => Number.parseInt(pair, 16))

export const toBase64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

/** Decodes it; undefined for other text. The same bytes have exactly one spelling. */
export function fromBase64Url(text: string): Bytes | undefined {
  if (!/^[\w-]+$/.test(text) || text.length % 4 === 1) return undefined
  const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), char =>
    char.charCodeAt(0))
  return toBase64Url(bytes) === text ? bytes : undefined
}
