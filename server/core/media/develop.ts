import type { PhotoBox } from '#shared/media/schemas.ts'
import type { Size } from '#shared/media/sizes.ts'
import type { PhotoSize } from './files.ts'
import type { DHash } from './likenesses.ts'
import { Buffer } from 'node:buffer'
import { fitPhoto, THUMB_SIDE } from '#shared/media/sizes.ts'
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
const THUMBHASH_PX = 100 // The largest picture that the algorithm takes.
const QUALITY = 80
const COVER = '#333'
const AT_ONCE_MAX = 2
const JPEG = Buffer.from([0xFF, 0xD8])
const END_MARKER = Buffer.from([0xFF, 0xD9])

// Two photos at a time use two cores; more threads for each would slow the requests.
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

const shrink = (bytes: Buffer, size: Size, failOn: 'error' | 'warning') =>
  sharp(bytes, { limitInputPixels: PIXELS_MAX, failOn })
    .autoOrient()
    .resize({ ...size, fit: 'fill' })
    .flatten({ background: '#fff' })
    .jpeg({ quality: QUALITY })
    .timeout({ seconds: DECODE_MAX_S })
    .toBuffer({ resolveWithObject: true })

/**
 * The same for a JPEG without its end marker, which some cameras leave out. The marker is appended first, so
 * that only a complete picture decodes without a warning.
 */
async function shrinkEnded(bytes: Buffer, size: Size) {
  const lacksEnd = JPEG.equals(bytes.subarray(0, 2)) && !END_MARKER.equals(bytes.subarray(-2))
  if (!lacksEnd) throw new PhotoRefused('photo.broken')
  return await shrink(Buffer.concat([bytes, END_MARKER]), size, 'warning')
}

/**
 * Turns a photo upright, shrinks it as `fitPhoto` says and makes a JPEG without metadata, and a thumbnail of
 * that. Throws `PhotoRefused`.
 */
export const develop = (bytes: Buffer): Promise<Developed> =>
  inTurn(async () => {
    const size = fitPhoto(await sizeByHeader(bytes))
    const { data: full, info } = await shrink(bytes, size, 'error')
      .catch(() => shrinkEnded(bytes, size))
      .catch(() => {
        throw new PhotoRefused('photo.broken') // Truncated, damaged, or not decoded within ten seconds.
      })
    const thumb = await thumbOf(full, info)
    return { full, thumb, width: info.width, height: info.height, ...(await impressions(thumb)) }
  })

const thumbOf = (full: Buffer, size: Size) =>
  sharp(full).resize({ ...fitPhoto(size, THUMB_SIDE), fit: 'fill' }).jpeg({ quality: QUALITY }).toBuffer()

/** Draws over parts of a stored photo: nothing of what was there is left in either size. */
export const cover = (stored: Buffer, boxes: readonly PhotoBox[]): Promise<Record<PhotoSize, Buffer>> =>
  inTurn(async () => {
    const { width, height } = await sharp(stored).metadata()
    const patches = boxes.map(box => patchOn({ width, height }, box))
    const full = await sharp(stored).composite(patches).jpeg({ quality: QUALITY }).toBuffer()
    return { full, thumb: await thumbOf(full, { width, height }) }
  })

/** A rectangle in whole pixels, rounded outwards so that none of it stays visible. */
function patchOn({ width, height }: Size, box: PhotoBox) {
  const [left, top] = [Math.floor(box.left * width), Math.floor(box.top * height)]
  const right = Math.min(width, Math.ceil((box.left + box.width) * width))
  const bottom = Math.min(height, Math.ceil((box.top + box.height) * height))
  const [patchWidth, patchHeight] = [Math.max(1, right - left), Math.max(1, bottom - top)]
  return {
    input: { create: { width: patchWidth, height: patchHeight, channels: 3 as const, background: COVER } },
    left: Math.min(left, width - 1),
    top: Math.min(top, height - 1),
  }
}

/**
 * Reads the upright size from the first bytes, so that a decompression bomb is refused before it is decoded.
 */
async function sizeByHeader(bytes: Buffer): Promise<Size> {
  const { autoOrient: size } = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch(() => {
      throw new PhotoRefused('photo.broken')
    })
  if (size.width * size.height > PIXELS_MAX) throw new PhotoRefused('photo.tooManyPixels')
  return size
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
