import { Buffer } from 'node:buffer'
import { readFile } from 'node:fs/promises'
import { fitWithin, readHeader } from '#client/photos/header.ts'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'

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
    'a %s cut off anywhere is broken, never a crash',
    async (format) => {
      const whole = await picture().toFormat(format).toBuffer()
      for (let length = 12; length < whole.length - 4; length += 7) {
        expect(readHeader(whole.subarray(0, length)), `at ${length}`).toBe('photo.broken')
      }
    },
  )

  it('a real photo cut in the middle is broken, although its thumbnail is whole', async () => {
    const photo = await readFile('node_modules/jpeg-exif/test/IMG_0001.JPG')
    expect(readHeader(photo)).toMatchObject({ width: 2448, height: 2448, isBare: false })
    expect(readHeader(photo.subarray(0, 200_000))).toBe('photo.broken')
  })

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

it('a photo shrinks to its long side, keeps its proportions and never grows', () => {
  expect(fitWithin(4000, 3000, 1600)).toEqual({ width: 1600, height: 1200 })
  expect(fitWithin(3000, 4000, 1600)).toEqual({ width: 1200, height: 1600 })
  expect(fitWithin(800, 600, 1600)).toEqual({ width: 800, height: 600 })
  expect(fitWithin(50_000, 1, 1600)).toEqual({ width: 1600, height: 1 })
})
