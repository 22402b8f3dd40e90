import type { Exif } from 'sharp'
import { readFacts as readOnPhone } from '#client/photos/exif.ts'
import { readFacts as readOnServer } from '#server/core/media/photo-facts.ts'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'

const create = { width: 40, height: 30, channels: 3, background: '#39c' } as const
const photo = (exif: Exif) => sharp({ create }).jpeg().withExif(exif).toBuffer()

/** What phone and server read from such a photo; they must agree. */
async function factsOf(exif: Exif) {
  const bytes = await photo(exif)
  const { takenAt = null, place = null } = await readOnPhone(Uint8Array.from(bytes).buffer)
  expect(readOnServer(bytes, Date.now())).toEqual({
    takenAt,
    latitude: place?.latitude ?? null,
    longitude: place?.longitude ?? null,
  })
  return { takenAt, place }
}

const IN_WUHAN = {
  GPSLatitude: '30/1 34/1 30/1',
  GPSLatitudeRef: 'N',
  GPSLongitude: '114/1 16/1 30/1',
  GPSLongitudeRef: 'E',
}
const noon = Date.parse('2026-03-04T12:00:00+08:00')

describe('when a photo was taken', () => {
  it.each(['1970:01:01 08:00:03', '2002:12:08 12:00:00', '2199:01:01 00:00:00', '0000:00:00 00:00:00'])(
    '%s is a clock that was never set, and is not believed',
    async (written) => {
      expect(await factsOf({ IFD2: { DateTimeOriginal: written } })).toEqual({ takenAt: null, place: null })
    },
  )

  it.each(['2026:03:04 12:00:00', '2026/03/04 12:00:00', '2026-03-04 12:00:00', '2026-03-04T12:00:00.250'])(
    'is read from %s',
    async (written) => {
      expect((await factsOf({ IFD2: { DateTimeOriginal: written } })).takenAt).toBe(noon)
    },
  )

  it.each([
    ['DateTimeDigitized', { IFD2: { DateTimeDigitized: '2026:03:04 12:00:00' } }],
    ['DateTime', { IFD0: { DateTime: '2026:03:04 12:00:00' } }],
    ['the satellites', { IFD3: { GPSDateStamp: '2026:03:04', GPSTimeStamp: '4/1 0/1 0/1' } }],
    ['the satellites, without seconds', {
      IFD3: { GPSDateStamp: '2026/03/04', GPSTimeStamp: '4/1 0/1 0/0' },
    }],
  ] satisfies [string, Exif][])('is read from %s if the shutter\'s own time is missing', async (_, exif) => {
    expect((await factsOf(exif)).takenAt).toBe(noon)
  })

  it('is the satellites\' where the camera\'s clock was never set', async () => {
    const IFD0 = { DateTime: '2026:03:05 09:00:00' }
    const IFD3 = { GPSDateStamp: '2026:03:04', GPSTimeStamp: '4/1 0/1 0/1' }
    const dated = async (DateTimeOriginal: string) =>
      (await factsOf({ IFD0, IFD2: { DateTimeOriginal }, IFD3 })).takenAt
    expect(await dated('2002:12:08 12:00:00')).toBe(noon)
    expect(await dated('2026:03:04 11:59:58')).toBe(noon - 2000)
  })

  it.each([['Z', 8], ['+09:00', -1], ['-0500', 13], ['??', 0]])(
    'in the zone %s is that many hours later: %i',
    async (zone, hours) => {
      const DateTimeOriginal = '2026:03:04 12:00:00'
      for (const offset of [{ OffsetTimeOriginal: zone }, { OffsetTime: zone }]) {
        expect((await factsOf({ IFD2: { DateTimeOriginal, ...offset } })).takenAt)
          .toBe(noon + hours * 3_600_000)
      }
    },
  )
})

describe('where a photo was taken', () => {
  it.each([
    ['s', 'e', -30.575, 114.275],
    ['South', 'East', -30.575, 114.275],
    ['n', 'West', 30.575, -114.275],
  ])('%s and %s are sides of the world', async (GPSLatitudeRef, GPSLongitudeRef, latitude, longitude) => {
    const { place } = await factsOf({ IFD3: { ...IN_WUHAN, GPSLatitudeRef, GPSLongitudeRef } })
    expect(place?.latitude).toBeCloseTo(latitude, 9)
    expect(place?.longitude).toBeCloseTo(longitude, 9)
  })

  it('without seconds is where the minutes say', async () => {
    const { place } = await factsOf({
      IFD3: { ...IN_WUHAN, GPSLatitude: '30/1 34/1 0/0', GPSLongitude: '114/1 165/10 0/0' },
    })
    expect(place?.latitude).toBeCloseTo(30 + 34 / 60, 9)
    expect(place?.longitude).toBeCloseTo(114.275, 9)
  })

  it('without degrees, or outside of the world, is nowhere', async () => {
    for (const GPSLatitude of ['0/0 34/1 30/1', '30/1 0/0 30/1', '91/1 0/1 0/1', '30/0 34/1 30/1'])
      expect((await factsOf({ IFD3: { ...IN_WUHAN, GPSLatitude } })).place).toBeNull()
  })

  it.each([['5/0', undefined], ['0/0', undefined], ['13/2', 6.5]])(
    'within %s m is within a number of metres, or an unknown one',
    async (GPSHPositioningError, accuracy) => {
      const { place } = await factsOf({ IFD3: { ...IN_WUHAN, GPSHPositioningError } })
      expect(place?.latitude).toBeCloseTo(30.575, 9)
      expect(place?.accuracy).toBe(accuracy)
    },
  )
})
