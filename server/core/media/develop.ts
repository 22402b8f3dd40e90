import type { DHash } from './likenesses.ts'
import { Buffer } from 'node:buffer'
import sharp from 'sharp'
import { rgbaToThumbHash } from 'thumbhash'
import { PhotoRefused } from './kind-of.ts'
import { DHASH_HEIGHT, DHASH_WIDTH, dHashOf } from './likenesses.ts'
import { openQueue } from './queue.ts'

let areBlocked = false

/**
 * Restricts this process to decoding JPEG, PNG and WebP from memory, however an upload is disguised. Called
 * at the first upload, since the sample city draws its scenes from SVG before.
 */
export async function blockOtherDecoders(): Promise<void> {
  if (areBlocked) return
  const { default: sharp } = await import('sharp')
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({
    operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
  })
  areBlocked = true
}

const PIXELS_MAX = 50_000_000
const DECODE_MAX_S = 10
const FULL_PX = 1600
const THUMB_PX = 320
const THUMBHASH_PX = 100 // What the algorithm takes at most.
const QUALITY = 80
const AT_ONCE_MAX = 2

// Two photos at a time use two cores; more threads for each would slow requests.
sharp.concurrency(1)
sharp.cache(false) // No photo comes twice.

const inTurn = openQueue(AT_ONCE_MAX)

/** What is stored of a photo. */
export interface Developed {
  full: Buffer
  thumb: Buffer
  width: number
  height: number
  thumbhash: string
  dHash: DHash
}

const shrink = (bytes: Buffer) =>
  sharp(bytes, { limitInputPixels: PIXELS_MAX, failOn: 'error' })
    .autoOrient()
    .resize({ width: FULL_PX, height: FULL_PX, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#fff' })
    .jpeg({ quality: QUALITY })
    .timeout({ seconds: DECODE_MAX_S })
    .toBuffer({ resolveWithObject: true })

/**
 * Turns a photo upright, shrinks it to 1600 px and makes a JPEG without metadata, and a thumbnail of that.
 * Throws `PhotoRefused`.
 */
export const develop = (bytes: Buffer): Promise<Developed> =>
  inTurn(async () => {
    await refuseByHeader(bytes)
    const { data: full, info } = await shrink(bytes).catch(() => {
      throw new PhotoRefused('photo.broken') // Truncated, damaged, or not decoded within ten seconds.
    })
    const thumb = await sharp(full)
      .resize({ width: THUMB_PX, height: THUMB_PX, fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: QUALITY })
      .toBuffer()
    return { full, thumb, width: info.width, height: info.height, ...(await impressions(thumb)) }
  })

/**
 * Reads width and height from the first bytes, so that a decompression bomb is refused before it is decoded.
 */
async function refuseByHeader(bytes: Buffer) {
  const { width, height } = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch(() => {
      throw new PhotoRefused('photo.broken')
    })
  if (width * height > PIXELS_MAX) throw new PhotoRefused('photo.tooManyPixels')
}

/** The blurred preview, and the hash that finds photos that look alike. */
async function impressions(thumb: Buffer) {
  const small = await sharp(thumb)
    .resize({ width: THUMBHASH_PX, height: THUMBHASH_PX, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const grey = await sharp(thumb)
    .greyscale()
    .resize({ width: DHASH_WIDTH, height: DHASH_HEIGHT, fit: 'fill' })
    .raw()
    .toBuffer()
  return {
    thumbhash: Buffer.from(rgbaToThumbHash(small.info.width, small.info.height, small.data)).toString(
      'base64',
    ),
    dHash: dHashOf(grey),
  }
}
