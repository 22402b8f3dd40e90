// No engine decides this.
import type { TestCity } from '../../../support/city.ts'
import { Buffer } from 'node:buffer'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'
import { filesOf, picture, put } from './photos.ts'

const dot = () => sharp({ create: { width: 9, height: 9, channels: 3, background: '#f00' } })
/** Pictures that this process could decode, if nobody stopped it. */
const others = {
  svg: Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10"/></svg>',
  ),
  gif: await dot().gif().toBuffer(),
  tiff: await dot().tiff().toBuffer(),
  heif: await dot().avif().toBuffer(),
}
const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
const heads = {
  JPEG: Buffer.from([0xFF, 0xD8, 0xFF, 0xE0]),
  PNG: Buffer.from([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
  WebP: Buffer.from('RIFF\0\u0010\0\0WEBPVP8 '),
}
const formatOf = async (picture: Buffer | string) => (await sharp(picture).metadata()).format
const noDecoder = /contains unsupported image format/

let city: TestCity
beforeAll(async () => {
  city = await openTestCity()
})
afterAll(async () => await city.close())

/**
 * In this order: the first photo that anybody sends shuts the other decoders, for the whole process and for
 * good.
 */
describe('once somebody has sent a photo', () => {
  it('SVG, GIF, TIFF and AVIF, decoded until then, find no decoder any more', async () => {
    for (const [format, bytes] of Object.entries(others)) expect(await formatOf(bytes)).toBe(format)
    expect((await put(city.as('rider'), await picture(71))).status).toBe(201)
    for (const [format, bytes] of Object.entries(others))
      await expect(sharp(bytes).metadata(), format).rejects.toThrow(noDecoder)
  })

  it('JPEG, PNG and WebP are still decoded, but from memory only: no text names a file to open', async () => {
    const file = join(city.dataDir, 'a photo.jpg')
    for (const format of ['jpeg', 'png', 'webp'] as const) {
      const bytes = await dot().toFormat(format).toBuffer()
      expect(await formatOf(bytes)).toBe(format)
      writeFileSync(file, bytes)
      await expect(sharp(file).metadata(), format).rejects.toThrow(noDecoder)
    }
  })

  const disguises = Object.entries(heads).flatMap(([head, magic]) =>
    Object.entries({ ...others, pdf }).map(([kind, bytes]) => ({
      head,
      kind,
      bytes: Buffer.concat([magic, bytes]),
    })),
  )
  it.each(disguises)(
    'a $kind that begins like a $head is a broken photo, and nothing of it is kept',
    async ({ bytes }) => {
      const before = filesOf(city)
      const answer = await put(city.as('rider'), bytes)
      expect([answer.status, (await answer.json()).code]).toEqual([422, 'photo.broken'])
      expect(filesOf(city)).toEqual(before)
    },
  )

  it.each(Object.entries({ ...others, pdf }))(
    'a %s that calls itself image/jpeg is told by its first bytes',
    async (_, bytes) => {
      const answer = await put(city.as('rider'), bytes)
      expect([answer.status, (await answer.json()).code]).toEqual([415, 'photo.unsupported'])
    },
  )
})
