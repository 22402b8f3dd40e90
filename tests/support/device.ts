import { createECDH, createPrivateKey } from 'node:crypto'

/**
 * A phone's or a tablet's own key, and the public one that others check it by (compressed, 33 bytes). Not by
 * `generateKeyPairSync`: Node 20 stands still for good when memory is cleared while such a key is exported.
 */
export function newDevice() {
  const pair = createECDH('prime256v1')
  const point = pair.generateKeys()
  const text = (part: Buffer) => part.toString('base64url')
  const jwk = { x: text(point.subarray(1, 33)), y: text(point.subarray(33)), d: text(pair.getPrivateKey()) }
  const publicKey = pair.getPublicKey(null, 'compressed')
  return {
    privateKey: createPrivateKey({ key: { kty: 'EC', crv: 'P-256', ...jwk }, format: 'jwk' }),
    publicKey: new Uint8Array(publicKey),
    /** The public key as it is sent and saved. */
    deviceKey: text(publicKey),
  }
}
