import type { TestCity } from '../../../support/city.ts'
import { Buffer } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { photoFile, photoFolder, photos } from '#server/core/media/index.ts'
import { photoUploads } from '#server/core/media/tables.ts'
import { photoRefusals } from '#shared/media/schemas.ts'
import { PHOTO_BYTES_MAX } from '#shared/sync/protocol.ts'
import { eq } from 'drizzle-orm'
import ExifReader from 'exifreader'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'
import { oddPhotos } from '../../../support/photos.ts'
import { filesOf, hashOf, iPhonePhoto, picture, put, starfish } from './photos.ts'

let city: TestCity
beforeAll(async () => {
  city = await openTestCity()
})
afterAll(async () => await city.close())

const rowOf = async (hash: string) =>
  (await city.database.read.select().from(photos).where(eq(photos.hash, hash)))[0]
const kept = (hash: string, size: 'full' | 'thumb') =>
  readFileSync(photoFile(photoFolder(city.dataDir), hash, size))

describe('a photo the phone sends', () => {
  it('is stored upright and small, without metadata, and what it said goes to the desk', async () => {
    const bytes = iPhonePhoto()
    const response = await put(city.as('rider'), bytes)
    expect(response.status).toBe(201)
    const hash = hashOf(bytes)
    const full = kept(hash, 'full')
    const { width, height, orientation, exif, icc, xmp, iptc, format } = await sharp(full).metadata()
    expect({ format, orientation, exif, icc, xmp, iptc }).toEqual({
      format: 'jpeg',
      orientation: undefined,
      exif: undefined,
      icc: undefined,
      xmp: undefined,
      iptc: undefined,
    })
    expect(ExifReader.load(full, { expanded: true }).gps).toBeUndefined()
    const original = await sharp(bytes).metadata()
    expect(original.orientation).toBe(6)
    expect(width / height).toBeCloseTo(original.height / original.width, 2) // Turned.
    expect(Math.max(width, height)).toBeLessThanOrEqual(1600)
    expect(
      Math.max(
        ...Object.values(
          (({ width, height }) => ({ width, height }))(await sharp(kept(hash, 'thumb')).metadata()),
        ),
      ),
    ).toBe(320)
    const said = ExifReader.load(bytes, { expanded: true }).gps!
    const row = (await rowOf(hash))!
    expect(row.latitude).toBeCloseTo(said.Latitude!, 6)
    expect(row.longitude).toBeCloseTo(said.Longitude!, 6)
    expect(row.takenAt).toBeGreaterThan(Date.UTC(2008, 0))
    expect(row.referencedAt).toBeNull()
    expect(Buffer.from(row.thumbhash, 'base64').length).toBeGreaterThan(10)
  })

  it('is the right way up: what was on the left of the sensor is now at the top', async () => {
    const half = await sharp({ create: { width: 400, height: 600, channels: 3, background: '#000' } })
      .png()
      .toBuffer()
    const sideways = await sharp({ create: { width: 800, height: 600, channels: 3, background: '#fff' } })
      .composite([{ input: half, left: 0, top: 0 }])
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    await put(city.as('rider'), sideways)
    const { data, info } = await sharp(kept(hashOf(sideways), 'full'))
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect([info.width, info.height]).toEqual([600, 800])
    expect(data[100 * 600 + 300]).toBeLessThan(20)
    expect(data[700 * 600 + 300]).toBeGreaterThan(235)
  })

  it.each(['png', 'webp'] as const)('may be a %s, and is stored as a JPEG', async (format) => {
    const bytes = await sharp(await picture(format.length * 7)).toFormat(format).toBuffer()
    expect((await put(city.as('rider'), bytes)).status).toBe(201)
    expect((await sharp(kept(hashOf(bytes), 'full')).metadata()).format).toBe('jpeg')
  })

  it('may be sent again: 200, and nothing is done', async () => {
    const bytes = starfish()
    expect((await put(city.as('rider'), bytes)).status).toBe(201)
    const before = await rowOf(hashOf(bytes))
    expect((await put(city.as('rider'), bytes)).status).toBe(200)
    expect((await put(city.as('rider'), Buffer.alloc(0), hashOf(bytes))).status).toBe(200)
    expect(await rowOf(hashOf(bytes))).toEqual(before)
  })

  it('sent ten times at once is stored once', async () => {
    const bytes = await picture(21)
    const statuses = await Promise.all(
      Array.from({ length: 10 }, async () => (await put(city.as('rider'), bytes)).status),
    )
    expect(statuses.filter(status => status === 201)).toHaveLength(1)
    expect(statuses.filter(status => status === 200)).toHaveLength(9)
    expect(filesOf(city).filter(file => file.includes(hashOf(bytes)))).toHaveLength(2)
    expect(filesOf(city).filter(file => file.endsWith('.tmp'))).toEqual([])
  })

  it('also belongs to a second sender of its bytes, not to somebody who only knows its hash', async () => {
    const bytes = await picture(22)
    const hash = hashOf(bytes)
    await put(city.as('rider'), bytes)
    expect((await put(city.as('rider2'), Buffer.alloc(0), hash)).status).toBe(422)
    expect((await city.as('rider2').fetch(`/api/photos/${hash}/thumb`)).status).toBe(404)
    expect((await put(city.as('rider2'), bytes)).status).toBe(200)
    expect((await city.as('rider2').fetch(`/api/photos/${hash}/thumb`)).status).toBe(200)
  })
})

describe('what a decoder opens', () => {
  it('is taken in, however the phone wrote it', async () => {
    const whole = sharp(await picture(61)).withExif({ IFD0: { Copyright: 'x' } }).jpeg()
    for (const [how, bytes] of Object.entries(oddPhotos(await whole.toBuffer()))) {
      expect((await put(city.as('rider'), bytes)).status, how).toBe(201)
      const full = await sharp(kept(hashOf(bytes), 'full')).metadata()
      expect([full.width, full.height], how).toEqual([640, 480])
    }
  })

  it('and of which much is missing is refused', async () => {
    const whole = await picture(62, { width: 1600, height: 1200 })
    for (const share of [0.1, 0.5, 0.9]) {
      const response = await put(city.as('rider'), whole.subarray(0, Math.round(share * whole.length)))
      expect([response.status, (await response.json()).code], `${share}`).toEqual([422, 'photo.broken'])
    }
  })

  it('and is a long screenshot stays readable, and so does its thumbnail', async () => {
    const bytes = await picture(63, { width: 1080, height: 9000 })
    expect((await put(city.as('rider'), bytes)).status).toBe(201)
    const sizes = await Promise.all((['full', 'thumb'] as const).map(async (size) => {
      const { width, height } = await sharp(kept(hashOf(bytes), size)).metadata()
      return [width, height]
    }))
    expect(sizes).toEqual([[720, 6000], [144, 1200]])
    expect(await rowOf(hashOf(bytes))).toMatchObject({ width: 720, height: 6000 })
  })
})

const ftyp = (brand: string) =>
  Buffer.concat([
    Buffer.from([0, 0, 0, 24]),
    Buffer.from(`ftyp${brand}\0\0\0\0${brand}mp41`),
    Buffer.alloc(200),
  ])
const svg = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10"/></svg>',
)
/** A PNG whose header promises so many pixels; a few bytes that unpack to gigabytes. */
async function bomb(width: number, height: number) {
  const { crc32 } = (await import('node:zlib')) as unknown as { crc32?: (bytes: Buffer) => number }
  const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#123' } })
    .png()
    .toBuffer()
  png.writeUInt32BE(width, 16)
  png.writeUInt32BE(height, 20)
  png.writeUInt32BE((crc32 ?? slowCrc)(png.subarray(12, 29)), 29)
  return png
}
function slowCrc(bytes: Buffer): number {
  let crc = 0xFFFFFFFF
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xEDB88320 : crc >>> 1
  }
  return (crc ^ 0xFFFFFFFF) >>> 0
}

const wrongPhotos: [
  what: string,
  make: () => Promise<Buffer> | Buffer,
  status: number,
  code: keyof typeof photoRefusals,
][] = [
  ['an empty file', () => Buffer.alloc(0), 422, 'photo.empty'],
  ['a HEIC photo', () => ftyp('heic'), 415, 'photo.heic'],
  ['a HEIF photo by its general brand', () => ftyp('mif1'), 415, 'photo.heic'],
  ['an MP4 film', () => ftyp('isom'), 415, 'photo.video'],
  ['a QuickTime film', () => ftyp('qt  '), 415, 'photo.video'],
  [
    'a WebM film',
    () => Buffer.concat([Buffer.from([0x1A, 0x45, 0xDF, 0xA3]), Buffer.alloc(100)]),
    415,
    'photo.video',
  ],
  ['an AVIF picture', () => ftyp('avif'), 415, 'photo.unsupported'],
  ['an SVG drawing', () => svg, 415, 'photo.unsupported'],
  [
    'a GIF',
    () =>
      sharp({ create: { width: 9, height: 9, channels: 3, background: '#f00' } })
        .gif()
        .toBuffer(),
    415,
    'photo.unsupported',
  ],
  [
    'a page of HTML',
    () => Buffer.from('<!doctype html><title>Wi-Fi 登录</title><p>请先登录</p>'),
    415,
    'photo.unsupported',
  ],
  ['four bytes of nothing', () => Buffer.from('abcd'), 415, 'photo.unsupported'],
  ['a bomb of 900 million pixels', () => bomb(30_000, 30_000), 422, 'photo.tooManyPixels'],
  ['a JPEG cut off in the middle', () => iPhonePhoto().subarray(0, 400_000), 422, 'photo.broken'],
  ['a JPEG cut off near its end', () => iPhonePhoto().subarray(0, 700_000), 422, 'photo.broken'],
  [
    'a PNG cut off in the middle',
    async () => (await sharp(starfish()).png().toBuffer()).subarray(0, 90_000),
    422,
    'photo.broken',
  ],
  [
    'a WebP cut off in the middle',
    async () => (await sharp(starfish()).webp().toBuffer()).subarray(0, 20_000),
    422,
    'photo.broken',
  ],
  [
    'a JPEG in name only',
    () => Buffer.concat([Buffer.from([0xFF, 0xD8, 0xFF, 0xE0]), svg]),
    422,
    'photo.broken',
  ],
]

describe('what is no photo', () => {
  it.each(wrongPhotos)(
    '%s is refused with its own sentence, and nothing of it is kept',
    async (_, make, status, code) => {
      const bytes = await make()
      const before = {
        files: filesOf(city),
        rows: await city.database.read.$count(photos),
        sent: await city.database.read.$count(photoUploads),
      }
      const response = await put(city.as('rider'), bytes)
      expect(await response.json()).toEqual({ code, message: photoRefusals[code] })
      expect(response.status).toBe(status)
      expect({
        files: filesOf(city),
        rows: await city.database.read.$count(photos),
        sent: await city.database.read.$count(photoUploads),
      }).toEqual(before)
    },
  )

  it('is refused as damaged, to be sent again, if its bytes don\'t match their hash', async () => {
    const bytes = await picture(31)
    for (const arrived of [bytes.subarray(0, bytes.length - 1), bytes.subarray(0, 10), Buffer.alloc(0)]) {
      const response = await put(city.as('rider'), arrived, hashOf(bytes))
      expect([response.status, (await response.json()).code]).toEqual([422, 'photo.digest'])
    }
    expect((await put(city.as('rider'), bytes, 'a photo')).status).toBe(422)
    expect((await put(city.as('rider'), bytes)).status).toBe(201)
  })

  it('is read no further than 12 MB', async () => {
    let given = 0
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        const chunk = new Uint8Array(1_000_000)
        if (given === 0) chunk.set([0xFF, 0xD8, 0xFF])
        given += chunk.length
        controller.enqueue(chunk)
      },
    })
    const response = await city
      .as('rider')
      .fetch(`/api/photos/${hashOf(Buffer.from('endless'))}`, {
        method: 'PUT',
        body: endless,
        duplex: 'half',
      } as RequestInit)
    expect([response.status, (await response.json()).code]).toEqual([413, 'photo.tooLarge'])
    expect(given).toBeLessThan(PHOTO_BYTES_MAX + 3_000_000)
  })

  it('is read to its end though its first bytes show a film, but never past 12 MB', async () => {
    for (const films of [10, 1000]) {
      let given = 0
      const film = new ReadableStream<Uint8Array>({
        pull: (controller) => {
          if (given === films) return controller.close()
          controller.enqueue(given++ === 0 ? ftyp('mp42') : new Uint8Array(100_000))
        },
      })
      const response = await city
        .as('rider')
        .fetch(`/api/photos/${hashOf(Buffer.from('film'))}`, {
          method: 'PUT',
          body: film,
          duplex: 'half',
        } as RequestInit)
      expect((await response.json()).code).toBe('photo.video')
      expect(given).toBeLessThan(125)
      expect(given).toBeGreaterThanOrEqual(10)
    }
  })
})

describe('who may send photos', () => {
  it('nobody without a session', async () => {
    const bytes = await picture(41)
    expect(
      (
        await city.fetchAs(undefined)(`/api/photos/${hashOf(bytes)}`, {
          method: 'PUT',
          body: Buffer.from(bytes),
        })
      ).status,
    ).toBe(401)
  })

  it('each person up to 300 a day, and again on the next Shanghai day', async () => {
    const source = (await city.database.read.select().from(photos).limit(1))[0]!
    const hashes = Array.from({ length: 299 }, (_, i) => hashOf(Buffer.from(`photo ${i}`)))
    await city.database.transact(async (tx) => {
      await tx.insert(photos).values(hashes.map(hash => ({ ...source, hash, d0: 0, d1: 0, d2: 0, d3: 0 })))
      await tx
        .insert(photoUploads)
        .values(hashes.map(hash => ({ hash, accountId: city.ids.keeper, uploadedAt: city.time.now })))
    })
    const three = await Promise.all([51, 52, 53].map(async seed => await picture(seed)))
    const statuses = await Promise.all(three.map(async bytes => (await put(city.as('keeper'), bytes)).status))
    expect(statuses.toSorted()).toEqual([201, 429, 429])
    expect((await put(city.as('resident'), three[0]!)).status).toBeLessThan(300)
    const late = await put(city.as('keeper'), await picture(54))
    expect(await late.json()).toEqual({ code: 'photo.quota', message: photoRefusals['photo.quota'] })
    city.time.now += 15 * 3_600_000 // 10:00 in Shanghai, and 15 hours later.
    expect((await put(city.as('keeper'), await picture(54))).status).toBe(201)
  })
})
