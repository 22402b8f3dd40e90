import { toHex } from '#shared/kernel/bytes.ts'
import { sizeOf, withImage } from './image.ts'

/** So many pixels are cut off each side at most: nobody sees it, and no two drawings are the same. */
const CUT_MAX = 6
const QUALITIES = [0.78, 0.84] as const

const between = (least: number, most: number) => least + Math.random() * (most - least)

interface Picture { hash: string, bytes: ArrayBuffer }
/**
 * The same picture in other bytes, each time otherwise, so that its address is not that of the picture where
 * else it stands. Rejects where it can't be drawn.
 */
export async function drawAnew({ bytes }: Pick<Picture, 'bytes'>): Promise<Picture> {
  const drawn = await withImage(new Blob([bytes]), async (image) => {
    const { width, height } = sizeOf(image)
    const [left, top, right, bottom] = Array.from({ length: 4 }, () => Math.round(between(1, CUT_MAX)))
    const canvas = Object.assign(document.createElement('canvas'), {
      width: Math.max(1, width - left! - right!),
      height: Math.max(1, height - top! - bottom!),
    })
    canvas.getContext('2d')?.drawImage(image, -left!, -top!)
    return await new Promise<Blob | null>(done => canvas.toBlob(done, 'image/jpeg', between(...QUALITIES)))
  })
  if (!drawn) throw new Error('the picture can not be drawn')
  const anew = await drawn.arrayBuffer()
  return { hash: toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', anew))), bytes: anew }
}
