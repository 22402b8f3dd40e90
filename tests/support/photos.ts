import { Buffer } from 'node:buffer'
import { randomInt } from 'node:crypto'
import sharp from 'sharp'

const [DARKEST, LIGHTEST, STEP] = [20, 235, 43]
/** Greys of nine by eight squares, each clearly darker or lighter than the one before it, at random. */
export function squares(): Buffer {
  const rows = Array.from({ length: 8 }, () => {
    const row = [128]
    while (row.length < 9) {
      const [darker, lighter] = [row.at(-1)! - STEP, row.at(-1)! + STEP]
      const isDarker = lighter > LIGHTEST || (darker >= DARKEST && randomInt(2) === 0)
      row.push(isDarker ? darker : lighter)
    }
    return row
  })
  return Buffer.from(rows.flat())
}

/** A small JPEG unlike every other, also to the check for likeness, and like itself when saved anew. */
export const scene = async (greys = squares()): Promise<Buffer> =>
  await sharp(greys, { raw: { width: 9, height: 8, channels: 1 } })
    .resize(180, 160, { kernel: 'nearest' })
    .jpeg()
    .toBuffer()

/** What Samsung's camera writes behind a picture: a list of what else is in the file. */
const TRAILER = Buffer.concat([
  Buffer.from('SEFH'),
  Buffer.from([106, 0, 0, 0, 1, 0, 0, 0]),
  Buffer.alloc(12, 7),
  Buffer.from([24, 0, 0, 0]),
  Buffer.from('SEFT'),
])

/**
 * Whole photos as some phones write them: against the standard, and opened by every decoder. `jpeg`: a
 * baseline JPEG with an EXIF segment first.
 */
export function oddPhotos(jpeg: Buffer): Record<string, Buffer> {
  const behindExif = 4 + jpeg.readUInt16BE(4)
  const inserted = (bytes: number[]) =>
    Buffer.concat([jpeg.subarray(0, behindExif), Buffer.from(bytes), jpeg.subarray(behindExif)])
  return {
    'a Samsung trailer instead of an end': Buffer.concat([jpeg.subarray(0, -2), TRAILER]),
    'a Samsung trailer behind its end': Buffer.concat([jpeg, TRAILER]),
    'a segment without its first byte': inserted([0x00, 0xE1, 0, 8, 1, 2, 3, 4, 5, 6]),
    'four zeros before a marker': inserted([0, 0, 0, 0]),
    'its last byte missing': jpeg.subarray(0, -1),
    'its end missing': jpeg.subarray(0, -2),
  }
}

/** A JPEG of so many squares of noise, one a pixel of the sensor's eighth: large, and quickly made. */
export async function largePhoto(width: number, height: number, orientation = 1): Promise<Buffer> {
  const create = {
    width: Math.round(width / 8),
    height: Math.round(height / 8),
    channels: 3,
    background: '#888',
    noise: { type: 'gaussian', mean: 128, sigma: 40 },
  } as const
  const noise = await sharp({ create }).png().toBuffer()
  return await sharp(noise)
    .resize(width, height, { kernel: 'nearest', fit: 'fill' })
    .withMetadata({ orientation })
    .jpeg({ quality: 60 })
    .toBuffer()
}
