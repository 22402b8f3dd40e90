import { Buffer } from 'node:buffer'
import { readHeader } from '#client/photos/header.ts'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { oddPhotos } from '../../support/photos.ts'

const picture = (width = 32, height = 24) =>
  sharp({ create: { width, height, channels: 3, background: '#39c' } })
const box = (brand: string) =>
  Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from(`ftyp${brand}`), Buffer.alloc(12)])

describe('what a picked file is, by its own bytes', () => {
  it.each([
    ['an empty file', Buffer.alloc(0), 'photo.empty'],
    ['an iPhone HEIC', box('heic'), 'photo.heic'],
    ['a HEIF of another maker', box('mif1'), 'photo.heic'],
    ['a video', box('mp42'), 'photo.video'],
    ['an iPhone video', box('qt  '), 'photo.video'],
    ['a video in WebM', Buffer.from('1A45DFA30000000000000000', 'hex'), 'photo.video'],
    ['a drawing in SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'photo.unsupported'],
    ['a GIF', Buffer.from('GIF89a000000000000'), 'photo.unsupported'],
    ['a text', Buffer.from('hi'), 'photo.unsupported'],
  ])('%s is refused with its own reason', (_, bytes, reason) => {
    expect(readHeader(bytes)).toBe(reason)
  })

  it('JPEG, PNG and all three kinds of WebP are known with their size', async () => {
    const pictures = {
      jpeg: await picture().jpeg().toBuffer(),
      png: await picture().png().toBuffer(),
      lossy: await picture().webp().toBuffer(),
      lossless: await picture().webp({ lossless: true }).toBuffer(),
      extended: await picture().webp().withExif({ IFD0: { Copyright: 'x' } }).toBuffer(),
    }
    for (const bytes of Object.values(pictures))
      expect(readHeader(bytes)).toMatchObject({ width: 32, height: 24 })
  })

  it.each(['jpeg', 'png', 'webp'] as const)(
    'a %s cut off before its picture, or a PNG or WebP anywhere, is broken and never a crash',
    async (format) => {
      const whole = await picture().toFormat(format).toBuffer()
      const end = format === 'jpeg' ? whole.indexOf(Buffer.from([0xFF, 0xDA])) : whole.length - 4
      for (let length = 12; length < end; length += 7) {
        expect(readHeader(whole.subarray(0, length)), `at ${length}`).toBe('photo.broken')
      }
    },
  )

  it('a JPEG that its decoder opens is let through to it, however it is written', async () => {
    const whole = await picture().withExif({ IFD0: { Copyright: 'x' } }).jpeg().toBuffer()
    for (const [how, bytes] of Object.entries(oddPhotos(whole))) {
      expect(readHeader(bytes), how).toEqual({ type: 'image/jpeg', width: 32, height: 24, isBare: false })
    }
  })

  it.each([[8160, 6144], [9248, 6936], [12_032, 9024], [16_320, 12_240]])(
    'a photo of %i × %i, as phones take them, is no longer too large',
    async (width, height) => {
      const jpeg = await picture().jpeg().toBuffer()
      const frame = jpeg.indexOf(Buffer.from([0xFF, 0xC0]))
      jpeg.writeUInt16BE(height, frame + 5)
      jpeg.writeUInt16BE(width, frame + 7)
      expect(readHeader(jpeg)).toMatchObject({ width, height })
    },
  )

  it('a picture of 900 megapixels is refused before anything is decoded', async () => {
    const bomb = await picture().png().toBuffer()
    bomb.writeUInt32BE(30_000, 16)
    bomb.writeUInt32BE(30_000, 20)
    expect(readHeader(bomb)).toBe('photo.tooManyPixels')
  })

  it('only a JPEG with nothing else in it counts as bare', async () => {
    const bare = await picture().jpeg().toBuffer()
    expect(readHeader(bare)).toMatchObject({ isBare: true })
    expect(readHeader(Buffer.concat([bare, Buffer.from('a film behind the picture')]))).toMatchObject({
      isBare: false,
    })
    expect(readHeader(Buffer.concat([bare, bare]))).toMatchObject({ isBare: false })
    expect(
      readHeader(
        await picture()
          .jpeg()
          .withExif({ IFD0: { Copyright: 'x' } })
          .toBuffer(),
      ),
    ).toMatchObject({ isBare: false })
  })
})
