import { Buffer } from 'node:buffer'
import { createECDH } from 'node:crypto'
import * as v from 'valibot'

/** The city's key pair for push services (VAPID, RFC 8292), and the contact for their operators. */
export interface PushSettings {
  readonly publicKey: string
  readonly privateKey: string
  readonly subject: string
}

const isBase64url = (key: string) => /^[\w-]+=*$/.test(key)
const bytesOf = (key: string) => Buffer.from(key, 'base64url')
/** An uncompressed point of the curve. */
const isPublicKey = (key: string) => isBase64url(key) && bytesOf(key).length === 65 && bytesOf(key)[0] === 4
const isPrivateKey = (key: string) => isBase64url(key) && bytesOf(key).length === 32

/** The settings of web push as text, each with the sentence for a mistake in it. */
export const pushEntries = {
  VAPID_PUBLIC_KEY: v.optional(
    v.message(
      v.pipe(v.string(), v.check(isPublicKey)),
      'VAPID_PUBLIC_KEY must be a public key of 65 bytes in base64url; '
      + '"npx web-push generate-vapid-keys" makes a pair.',
    ),
  ),
  VAPID_PRIVATE_KEY: v.optional(
    v.message(
      v.pipe(v.string(), v.check(isPrivateKey)),
      'VAPID_PRIVATE_KEY must be a private key of 32 bytes in base64url; '
      + '"npx web-push generate-vapid-keys" makes a pair.',
    ),
  ),
  VAPID_SUBJECT: v.optional(
    v.message(
      v.pipe(v.string(), v.regex(/^(?:mailto:.+@.+|https:\/\/.+)/)),
      'VAPID_SUBJECT must begin with mailto: or https://.',
    ),
  ),
}
interface Raw {
  readonly VAPID_PUBLIC_KEY?: string | undefined
  readonly VAPID_PRIVATE_KEY?: string | undefined
  readonly VAPID_SUBJECT?: string | undefined
}

/** A sentence for each of these settings that contradicts another. */
export function pushContradictions(raw: Raw): (string | false)[] {
  const missing = (['VAPID_PUBLIC_KEY', 'VAPID_PRIVATE_KEY', 'VAPID_SUBJECT'] as const).filter(
    name => raw[name] === undefined,
  )
  return [
    missing.length > 0
    && missing.length < 3
    && `Web push needs all three of its settings or none: ${missing.join(', ')} missing.`,
    raw.VAPID_PUBLIC_KEY !== undefined
    && raw.VAPID_PRIVATE_KEY !== undefined
    && !isPair(raw.VAPID_PUBLIC_KEY, raw.VAPID_PRIVATE_KEY)
    && 'VAPID_PUBLIC_KEY and VAPID_PRIVATE_KEY are not of one pair.',
  ]
}

/**
 * Whether the keys belong together; true too for keys that can't be read, for which there are other
 * sentences.
 */
function isPair(publicKey: string, privateKey: string): boolean {
  if (!isPublicKey(publicKey) || !isPrivateKey(privateKey)) return true
  const pair = createECDH('prime256v1')
  try {
    pair.setPrivateKey(bytesOf(privateKey))
  }
  catch {
    return false // The number is no key on this curve.
  }
  return pair.getPublicKey().equals(bytesOf(publicKey))
}

/** The settings as web push takes them, once none is wrong; undefined: no push, only the inbox. */
export const pushOf = ({
  VAPID_PUBLIC_KEY,
  VAPID_PRIVATE_KEY,
  VAPID_SUBJECT,
}: Raw): PushSettings | undefined =>
  VAPID_PUBLIC_KEY === undefined
    ? undefined
    : { publicKey: VAPID_PUBLIC_KEY, privateKey: VAPID_PRIVATE_KEY!, subject: VAPID_SUBJECT! }
