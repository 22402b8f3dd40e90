import type { PhotoHeader } from './header.ts'
import { answerWithin } from '#client/patience.ts'
import { fitPhoto } from '#shared/media/sizes.ts'
import { sizeOf, withImage } from './image.ts'

const WORKER_WAIT_MS = 15_000
const ENCODE_WAIT_MS = 15_000
/** More pixels than an old phone has memory for, at four bytes each. */
const LARGE_PIXELS = 24_000_000
/** The rows of a JPEG (px) that a decoder may hold back where the end marker is missing. */
const HELD_BACK_ROWS = 24
const END_MARKER = Uint8Array.of(0xFF, 0xD9)

export const isLarge = ({ width, height }: PhotoHeader): boolean => width * height > LARGE_PIXELS

/**
 * Turns a photo upright, shrinks it as `fitPhoto` says and drops metadata; JPEG bytes, or null where it can't
 * be decoded or much of it is missing.
 */
export async function shrink(photo: Blob, header: PhotoHeader): Promise<ArrayBuffer | null> {
  // A worker has only bitmaps, which are decoded whole; of an <img> a fraction is: 108 million pixels took
  // Chromium 50 MB instead of 430.
  const bytes = isLarge(header) ? null : await shrinkInWorker(photo)
  return bytes ?? await shrinkOnPage(photo).catch(() => null)
}

/** A new worker for each photo frees its memory at once: old phones have little. */
async function shrinkInWorker(photo: Blob): Promise<ArrayBuffer | null> {
  if (typeof OffscreenCanvas === 'undefined' || typeof Worker === 'undefined') return null
  const worker = new Worker(new URL('./shrink-worker.ts', import.meta.url), { type: 'module' })
  try {
    return await answerWithin(WORKER_WAIT_MS, () => new Promise<ArrayBuffer | null>((resolve) => {
      worker.onmessage = ({ data }: MessageEvent<ArrayBuffer | null>) => resolve(data)
      worker.onerror = () => resolve(null)
      worker.postMessage(photo)
    }), null)
  }
  finally {
    worker.terminate()
  }
}

/** Draws what the browser can show, which is more than a bitmap takes: a JPEG without its end marker too. */
async function shrinkOnPage(photo: Blob): Promise<ArrayBuffer | null> {
  return await withImage(photo, async (image) => {
    const canvas = Object.assign(document.createElement('canvas'), fitPhoto(sizeOf(image)))
    const paint = canvas.getContext('2d')
    if (!paint) return null
    paint.imageSmoothingQuality = 'high'
    paint.drawImage(image, 0, 0, canvas.width, canvas.height)
    if (photo.type === 'image/jpeg' && !await completed(photo, image, paint)) return null
    paint.globalCompositeOperation = 'destination-over'
    paint.fillStyle = '#fff' // Transparent parts would turn black.
    paint.fillRect(0, 0, canvas.width, canvas.height)
    return await answerWithin(ENCODE_WAIT_MS, async () => {
      const jpeg = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/jpeg', 0.8))
      return await jpeg?.arrayBuffer() ?? null
    }, null)
  })
}

/**
 * Whether a JPEG's picture is whole, as it was drawn: what a decoder lacks stays transparent. The last rows,
 * which it holds back until an end marker comes, are drawn once it has one.
 */
async function completed(photo: Blob, image: HTMLImageElement, paint: CanvasRenderingContext2D) {
  const { width, height } = paint.canvas
  const { data } = paint.getImageData(0, 0, width, height)
  let missing = 0
  for (let alpha = 3; alpha < data.length; alpha += 4) missing += Number(data[alpha]! < 255)
  if (missing === 0) return true
  const rows = missing / Math.max(width, height) * (image.naturalWidth / width)
  if (rows > HELD_BACK_ROWS) return false
  paint.globalCompositeOperation = 'destination-over'
  return await withImage(new Blob([photo, END_MARKER]), (ended) => {
    paint.drawImage(ended, 0, 0, width, height)
    return true
  })
}
