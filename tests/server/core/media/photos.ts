import type { TestCity } from '../../../support/city.ts'
import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { photoFolder } from '#server/core/media/index.ts'
import sharp from 'sharp'

const packages = createRequire(import.meta.url)
/** A real iPhone's photo: held upright, so orientation 6, and it says where it was. */
export const iPhonePhoto = () => readFileSync(packages.resolve('jpeg-exif/test/IMG_0001.JPG'))
/** A real scene with a place. */
export const starfish = () => readFileSync(packages.resolve('exif-parser/test/starfish.jpg'))

export const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** Many small squares in colours of their own: no two seeds look alike. */
export async function picture(seed: number, { width = 640, height = 480 } = {}): Promise<Buffer> {
  let state = seed * 2654435761 >>> 0
  const cells = Buffer.alloc(12 * 9 * 3)
  for (let i = 0; i < cells.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    cells[i] = state >>> 24
  }
  return await sharp(cells, { raw: { width: 12, height: 9, channels: 3 } })
    .resize(width, height, { kernel: 'cubic', fit: 'fill' })
    .jpeg({ quality: 90 })
    .toBuffer()
}

type Phone = ReturnType<TestCity['as']>

/** Sends a photo's bytes under their digest, or under another name. */
export const put = async (phone: Phone, bytes: Uint8Array, hash = hashOf(bytes)) =>
  await phone.fetch(`/api/photos/${hash}`, {
    method: 'PUT',
    body: Buffer.from(bytes),
    headers: { 'content-type': 'image/jpeg' },
  })

/** What lies in the photo folder, at any depth. */
export function filesOf(city: Pick<TestCity, 'dataDir'>): string[] {
  try {
    return readdirSync(photoFolder(city.dataDir), { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name))
  }
  catch {
    return []
  }
}
