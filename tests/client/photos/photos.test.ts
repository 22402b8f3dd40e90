// @vitest-environment dom
import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { readFacts } from '#client/photos/exif.ts'
import { preparePhoto } from '#client/photos/prepare-photo.ts'
import { photoRefusals } from '#shared/media/schemas.ts'
import sharp from 'sharp'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'

const picture = () => sharp({ create: { width: 40, height: 30, channels: 3, background: '#39c' } }).jpeg()
const bytesOf = (buffer: Buffer) => Uint8Array.from(buffer).buffer

afterEach(() => vi.unstubAllGlobals())

describe('a photo made ready', () => {
  it('goes as it is when it is small and bare, named by its SHA-256', async () => {
    const bytes = await picture().toBuffer()
    const photo = await preparePhoto(new Blob([bytesOf(bytes)]))
    expect(Buffer.from(photo.bytes).equals(bytes)).toBe(true)
    expect(photo.hash).toBe(createHash('sha256').update(bytes).digest('hex'))
    expect(photo).not.toHaveProperty('place')
  })

  it.each([
    ['photo.empty', Buffer.alloc(0)],
    ['photo.heic', Buffer.from('00000018667479706865696300000000', 'hex')],
    ['photo.video', Buffer.from('0000001866747970697366f60000000000', 'hex')],
    ['photo.unsupported', Buffer.from('this is no picture')],
  ] as const)('%s is said in a sentence a rider understands', async (code, bytes) => {
    await expect(preparePhoto(new Blob([bytesOf(bytes)]))).rejects.toMatchObject({
      code,
      message: photoRefusals[code],
    })
  })

  it('says so on an insecure page', async () => {
    vi.stubGlobal('crypto', {})
    await expect(preparePhoto(new Blob(['x']))).rejects.toMatchObject({
      code: 'photo.insecure',
      message: expect.stringContaining('https'),
    })
  })
})

describe('what a photo knows by itself', () => {
  it('an iPhone photo tells where and when it was taken', async () => {
    const photo = await readFile('node_modules/jpeg-exif/test/IMG_0001.JPG')
    const facts = await readFacts(bytesOf(photo))
    expect(facts.takenAt).toBe(Date.parse('2016-03-24T14:49:51+08:00'))
    expect(facts.place?.latitude).toBeCloseTo(40.00409, 4)
    expect(facts.place?.longitude).toBeCloseTo(116.48478, 4)
    expect(facts.place?.accuracy).toBe(65)
  })

  it('a photo without a fix, with zeros, or with a future time has neither time nor place', async () => {
    expect(await readFacts(bytesOf(await picture().toBuffer()))).toEqual({})
    const zeros = await picture()
      .withExif({
        IFD2: { DateTimeOriginal: '2199:01:01 00:00:00' },
        IFD3: {
          GPSLatitudeRef: 'N',
          GPSLatitude: '0/1 0/1 0/1',
          GPSLongitudeRef: 'E',
          GPSLongitude: '0/1 0/1 0/1',
        },
      })
      .toBuffer()
    expect(await readFacts(bytesOf(zeros))).toEqual({})
  })

  it('the zone the camera wrote is believed', async () => {
    const tokyo = await picture()
      .withExif({ IFD2: { DateTimeOriginal: '2026:01:02 03:04:05', OffsetTimeOriginal: '+09:00' } })
      .toBuffer()
    expect(await readFacts(bytesOf(tokyo))).toEqual({ takenAt: Date.parse('2026-01-02T03:04:05+09:00') })
  })

  it('a photo is kept even if the EXIF reader is not on the phone yet', async () => {
    vi.doMock('exifreader', () => {
      throw new TypeError('Failed to fetch dynamically imported module')
    })
    onTestFinished(() => void vi.doUnmock('exifreader'))
    vi.resetModules()
    const small = await picture().withExif({ IFD2: { DateTimeOriginal: '2026:01:02 03:04:05' } }).toBuffer()
    const { readFacts: readWithout } = await import('#client/photos/exif.ts')
    expect(await readWithout(bytesOf(small))).toEqual({})
  })
})
