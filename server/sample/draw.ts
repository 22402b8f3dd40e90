import { fileURLToPath } from 'node:url'
import sharp from 'sharp'

const drawings = new URL('drawings/', import.meta.url)

/** One of the drawings (`drawings/goods/towel.svg` is `goods/towel`) as JPEG bytes. */
export const draw = async (name: `goods/${string}` | `stations/${string}`): Promise<Buffer> =>
  await sharp(fileURLToPath(new URL(`${name}.svg`, drawings)))
    .jpeg({ quality: 82 })
    .toBuffer()
