import type { Context } from 'hono'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { parseAccept } from 'hono/utils/accept'

/** Smallest output first: the order among equal q values. */
export const encodings = ['br', 'gzip'] as const
export type Encoding = (typeof encodings)[number]

/**
 * The encodings that a browser accepts, best first, by the q values of its Accept-Encoding; those with q=0
 * are left out.
 */
export function encodingsFor(header: string): Encoding[] {
  const wishes = new Map(parseAccept(header).map(({ type, q }) => [type.toLowerCase(), q]))
  const wishFor = (encoding: string) => wishes.get(encoding) ?? wishes.get('*') ?? 0
  const plain = wishes.get('identity') ?? 0
  return encodings
    .filter(encoding => wishFor(encoding) > 0 && wishFor(encoding) >= plain)
    .sort((a, b) => wishFor(b) - wishFor(a))
}

/** The tag of the answer that a browser has; a proxy that compressed the answer has marked it as weak. */
export const knownTag = (c: Context): string | undefined =>
  c.req.header('if-none-match')?.replace(/^W\//, '')

/** Smaller answers gain little: they fit into a few packets. */
const CHARS_LEAST = 16_000
const REMEMBERED_MAX = 8
/** More effort would cost milliseconds and save only hundreds of bytes. */
const BROTLI_QUALITY = 5

const [toBrotli, toGzip] = [promisify(brotliCompress), promisify(gzip)]
const compressors: Record<Encoding, (text: string) => Promise<Uint8Array<ArrayBuffer>>> = {
  br: text =>
    toBrotli(text, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      },
    }),
  gzip: text => toGzip(text),
}

export interface Packed {
  readonly body: string | Uint8Array<ArrayBuffer>
  readonly encoding: Encoding | undefined
}

/**
 * Compresses large answers in an encoding that the browser takes. The last few texts are cached: after a
 * change everybody fetches the same list of stations at once.
 */
export function openCompression() {
  const remembered = new Map<string, Promise<Uint8Array<ArrayBuffer>>>()

  function compressed(text: string, encoding: Encoding): Promise<Uint8Array<ArrayBuffer>> {
    const key = `${encoding} ${text}`
    const found = remembered.get(key) ?? compressors[encoding](text)
    remembered.delete(key)
    remembered.set(key, found) // The entry used longest ago comes first and is dropped first.
    if (remembered.size > REMEMBERED_MAX) remembered.delete(remembered.keys().next().value!)
    return found
  }

  return async (text: string, accepted: string | undefined): Promise<Packed> => {
    const [encoding] = text.length < CHARS_LEAST || accepted === undefined ? [] : encodingsFor(accepted)
    return encoding === undefined
      ? { body: text, encoding }
      : { body: await compressed(text, encoding), encoding }
  }
}
