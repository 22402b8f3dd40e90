import type { Encoding } from './encoding.ts'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { encodingsFor } from './encoding.ts'

/** What fits into a few packets gains little, and most answers do. */
const CHARS_LEAST = 16_000
const REMEMBERED_MAX = 8
/** The steepest part of the curve: more effort costs milliseconds and saves hundreds of bytes. */
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
 * Compresses large answers as the browser takes them. The list of all stations is the same for everybody, and
 * a change sends
 * everybody for it at once: the last few texts are remembered, each compressed once.
 */
export function openCompression() {
  const remembered = new Map<string, Promise<Uint8Array<ArrayBuffer>>>()

  function compressed(text: string, encoding: Encoding): Promise<Uint8Array<ArrayBuffer>> {
    const key = `${encoding} ${text}`
    const found = remembered.get(key) ?? compressors[encoding](text)
    remembered.delete(key)
    remembered.set(key, found) // The one used longest ago comes first, and goes first.
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
