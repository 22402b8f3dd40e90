import { decodeQR } from 'qr/decode.js'

/** What a camera saw: four bytes a pixel. */
export type Pixels = Pick<ImageData, 'width' | 'height' | 'data'>
/** Less than a frame's time beyond the first look: what it misses, the thorough reader sees. */
const TIME_LIMIT_MS = 5
/** Without the thorough reader a code in the sun may take a second look. */
const ALONE_TIME_LIMIT_MS = 200

/** The text of the code in a frame, by a small script that finds most of them; null when it finds none. */
export function readQuickly(pixels: Pixels, isAlone: boolean): string | null {
  try {
    return decodeQR(pixels, { timeLimit: isAlone ? ALONE_TIME_LIMIT_MS : TIME_LIMIT_MS })
  }
  catch {
    return null // It throws where it finds none, as in most frames.
  }
}
