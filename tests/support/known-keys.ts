import { Buffer } from 'node:buffer'
import { createPrivateKey } from 'node:crypto'
import { fromHex } from '#shared/kernel/bytes.ts'

const text64 = (hex: string) => Buffer.from(hex, 'hex').toString('base64url')
/**
 * The first key of RFC 8032, section 7.1, signs as the city; that of RFC 6979, A.2.5, as a phone or a tablet.
 */
export const city = createPrivateKey({
  key: Buffer.concat([
    Buffer.from('302e020100300506032b657004220420', 'hex'),
    Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex'),
  ]),
  format: 'der',
  type: 'pkcs8',
})
export const cityRaw = fromHex('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a')
export const [x, y] = [
  '60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6',
  '7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299',
] as const
export const deviceJwk = {
  kty: 'EC',
  crv: 'P-256',
  d: text64('c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721'),
  x: text64(x),
  y: text64(y),
}
export const device = {
  key: createPrivateKey({ key: deviceJwk, format: 'jwk' }),
  dsaEncoding: 'ieee-p1363',
} as const
export const deviceRaw = fromHex(`04${x}${y}`)

/** Every message that differs in one bit. */
export const flips = (bytes: Uint8Array) =>
  Array.from({ length: bytes.length * 8 }, (_, bit) =>
    bytes.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte)))
export const isBySubtle = async (
  raw: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
  bytes: Uint8Array<ArrayBuffer>,
) =>
  await crypto.subtle.verify(
    'Ed25519',
    await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']),
    signature,
    bytes,
  )
