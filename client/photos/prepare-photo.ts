import type { PhotoFacts } from '#shared/media/exif.ts'
import type { PhotoRefusal } from '#shared/media/schemas.ts'
import { toHex } from '#shared/kernel/bytes.ts'
import { photoRefusals } from '#shared/media/schemas.ts'
import { readFacts } from './exif.ts'
import { fitWithin, PHOTO_SIDE_MAX, readHeader } from './header.ts'

export interface PreparedPhoto extends PhotoFacts { hash: string, bytes: ArrayBuffer }

const sentences = {
  ...photoRefusals,
  'photo.insecure': '当前网址不是安全连接（https），浏览器不允许保存照片。请用 https 网址打开。',
}

/** Why a photo can't be used; `message` is a sentence for the screen. */
export class PhotoTrouble extends Error {
  override readonly name = 'PhotoTrouble'
  constructor(readonly code: PhotoRefusal | 'photo.insecure') {
    super(sentences[code])
  }
}

/** Turns upright, shrinks and drops metadata; on the page where the worker can't. */
async function shrink(photo: Blob): Promise<ArrayBuffer> {
  return (await shrinkInWorker(photo)) ?? (await shrinkOnPage(photo))
}

/**
 * Makes a photo ready to send: reads its facts, then upright, at most 1600 px, no metadata, named by SHA-256.
 */
export async function preparePhoto(file: Blob): Promise<PreparedPhoto> {
  if (!('subtle' in crypto)) throw new PhotoTrouble('photo.insecure')
  const original = await file.arrayBuffer().catch(() => {
    throw new PhotoTrouble('photo.broken') // The file is gone or can't be read.
  })
  const header = readHeader(new Uint8Array(original))
  if (typeof header === 'string') throw new PhotoTrouble(header)
  const isReady =
    header.type === 'image/jpeg' && header.isBare && Math.max(header.width, header.height) <= PHOTO_SIDE_MAX
  const facts = header.isBare ? {} : await readFacts(original)
  const bytes = isReady ? original : await shrink(new Blob([original], { type: header.type }))
  return { hash: await digest(bytes), bytes, ...facts }
}

const digest = async (bytes: ArrayBuffer) =>
  toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))

const WORKER_WAIT_MS = 15_000

/** A new worker for each photo frees its memory at once: old phones have little. */
async function shrinkInWorker(photo: Blob): Promise<ArrayBuffer | null> {
  if (typeof OffscreenCanvas === 'undefined' || typeof Worker === 'undefined') return null
  const worker = new Worker(new URL('./shrink-worker.ts', import.meta.url), { type: 'module' })
  try {
    return await new Promise<ArrayBuffer | null>((resolve) => {
      worker.onmessage = ({ data }: MessageEvent<ArrayBuffer | null>) => resolve(data)
      worker.onerror = () => resolve(null)
      setTimeout(resolve, WORKER_WAIT_MS, null) // A worker may hang.
      worker.postMessage(photo)
    })
  }
  finally {
    worker.terminate()
  }
}

/** An <img> is turned by the browser itself, so what is drawn from it stands upright. */
async function shrinkOnPage(photo: Blob): Promise<ArrayBuffer> {
  const url = URL.createObjectURL(photo)
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    const canvas = Object.assign(
      document.createElement('canvas'),
      fitWithin(image.naturalWidth, image.naturalHeight, PHOTO_SIDE_MAX),
    )
    const paint = canvas.getContext('2d', { alpha: false })
    if (!paint) throw new PhotoTrouble('photo.broken')
    paint.fillStyle = '#fff'
    paint.fillRect(0, 0, canvas.width, canvas.height)
    paint.drawImage(image, 0, 0, canvas.width, canvas.height)
    const jpeg = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/jpeg', 0.8))
    if (!jpeg) throw new PhotoTrouble('photo.broken')
    return await jpeg.arrayBuffer()
  }
  catch {
    throw new PhotoTrouble('photo.broken')
  }
  finally {
    URL.revokeObjectURL(url)
  }
}
