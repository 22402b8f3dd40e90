import { decodeQR } from 'qr/decode.js'

/** A frame, four bytes a pixel. */
export type Pixels = Pick<ImageData, 'width' | 'height' | 'data'>
/** How long it goes on after the first try; what it misses, the thorough reader finds. */
const TIME_LIMIT_MS = 5
/** The same where there is no thorough reader. */
const ALONE_TIME_LIMIT_MS = 200

/** The text of the code in a frame, by a small script that finds most of them; else null. */
export function readQuickly(pixels: Pixels, isAlone: boolean): string | null {
  try {
    return decodeQR(pixels, { timeLimit: isAlone ? ALONE_TIME_LIMIT_MS : TIME_LIMIT_MS })
  }
  catch {
    return null // It throws when it finds none, as in most frames.
  }
}
