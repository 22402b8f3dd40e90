import type { FinderPoints } from 'qr/decode.js'
import { decodeQR } from 'qr/decode.js'

/** A frame, four bytes a pixel. */
export type Pixels = Pick<ImageData, 'width' | 'height' | 'data'>
/** How long the quick reader goes on after its first try; the thorough reader finds what it misses. */
const TIME_LIMIT_MS = 5
/** The same limit where the thorough reader is missing. */
const ALONE_TIME_LIMIT_MS = 200

/** Codes that are looked for in one frame. */
const CODES_MAX = 4

/** The text of the code in a frame, by a small script that finds most of them; else null. */
export function readQuickly(
  pixels: Pixels,
  isAlone: boolean,
  onFound?: (box: FinderPoints['boundingBox']) => void,
): string | null {
  try {
    return decodeQR(pixels, {
      timeLimit: isAlone ? ALONE_TIME_LIMIT_MS : TIME_LIMIT_MS,
      ...onFound && { pointsOnDetect: ({ boundingBox }: FinderPoints) => onFound(boundingBox) },
    })
  }
  catch {
    return null // It throws when it finds none, as in most frames.
  }
}

/** The texts of all codes: each one found is painted over in the frame, so that the next is. */
export function readAllQuickly(pixels: Pixels): string[] {
  const texts: string[] = []
  while (texts.length < CODES_MAX) {
    const text = readQuickly(pixels, true, box => whiten(pixels, box))
    if (text === null) break
    texts.push(text)
  }
  return texts
}

function whiten({ width, height, data }: Pixels, box: FinderPoints['boundingBox']) {
  const [left, right] = [box.x, box.x + box.width].map(x => Math.min(width, Math.max(0, Math.round(x))))
  const [top, bottom] = [box.y, box.y + box.height].map(y => Math.min(height, Math.max(0, Math.round(y))))
  for (let y = top!; y < bottom!; y++) data.fill(255, (y * width + left!) * 4, (y * width + right!) * 4)
}
