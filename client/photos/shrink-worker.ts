import { fitPhoto } from '#shared/media/sizes.ts'

/**
 * Turns a photo upright and shrinks it off the page's thread; the answer is JPEG bytes, or null for what it
 * can't decode.
 */
globalThis.addEventListener('message', async ({ data }: MessageEvent<Blob>) => {
  const bytes = await shrink(data).catch(() => null)
  globalThis.postMessage(bytes, { transfer: bytes ? [bytes] : [] })
})

async function shrink(photo: Blob): Promise<ArrayBuffer> {
  const bitmap = await createImageBitmap(photo, { imageOrientation: 'from-image' })
  const { width, height } = fitPhoto(bitmap)
  const canvas = new OffscreenCanvas(width, height)
  const paint = canvas.getContext('2d', { alpha: false })
  if (!paint) throw new Error('no canvas')
  paint.fillStyle = '#fff' // Transparent parts would turn black.
  paint.fillRect(0, 0, width, height)
  paint.imageSmoothingQuality = 'high'
  paint.drawImage(bitmap, 0, 0, width, height)
  bitmap.close()
  return (await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 })).arrayBuffer()
}
