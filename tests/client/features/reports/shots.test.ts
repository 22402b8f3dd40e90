// @vitest-environment dom
import type { DraftPhoto } from '#client/sync/outbox.ts'
import { seenIn } from '#client/features/reports/capture.ts'
import { datingPhoto, doubtsAbout, isAtPlace } from '#client/features/reports/shots.ts'
import { describe, expect, it } from 'vitest'

const NOW = Date.parse('2026-11-23T04:00:00Z') // Noon in Shanghai.
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const STREET = { latitude: 30.6, longitude: 114.27 }
const NEXT_DOOR = { latitude: 30.601, longitude: 114.27 }
const FAR_OFF = { latitude: 30.64, longitude: 114.27 } // 4.4 km.
const BEIJING = { latitude: 39.9, longitude: 116.4 }

let hashes = 0
/** A photo, just shot or from the album. */
function photo(agoMs: number, place?: object, isShot = agoMs === 0): DraftPhoto {
  return {
    hash: String(hashes++),
    bytes: new ArrayBuffer(1),
    seenAt: NOW - agoMs,
    picked: { at: NOW, isShot },
    ...place && { place: place as typeof STREET },
  }
}

describe('when it was seen', () => {
  it.each([
    ['the first photo shot for it', [photo(0), photo(60_000, undefined, true)], 60_000],
    ['not an album photo of three days ago beside it', [photo(3 * DAY_MS), photo(0)], 0],
    ['no odd date among three', [photo(8_000 * DAY_MS), photo(2 * HOUR_MS), photo(HOUR_MS)], 2 * HOUR_MS],
    ['the one photo\'s own time', [photo(3 * DAY_MS)], 3 * DAY_MS],
  ])('is told by %s', (_, photos, agoMs) => {
    expect(datingPhoto(photos)?.seenAt).toBe(NOW - agoMs)
    expect(seenIn(photos).seenAt).toBe(NOW - agoMs)
  })
})

describe('where it was seen', () => {
  it.each([
    ['a photo just shot before one from the album', [photo(DAY_MS, FAR_OFF), photo(0, STREET)], STREET],
    ['where most were taken', [FAR_OFF, STREET, NEXT_DOOR].map(place => photo(DAY_MS, place)), STREET],
    ['one in the city before one in Beijing', [photo(0, BEIJING), photo(DAY_MS, STREET)], STREET],
    ['not one that may be anywhere within 80 km', [photo(0, { ...STREET, accuracy: 80_000 })], undefined],
    ['Beijing, where nothing else speaks', [photo(DAY_MS, BEIJING)], BEIJING],
  ])('%s', (_, photos, place) => expect(seenIn(photos).place).toEqual(place))
})

describe('whether the phone stands where the photo was shot', () => {
  it.each([
    ['a moment after the shutter', [photo(0)], 20_000, true],
    ['some minutes later not any more', [photo(0)], 4 * 60_000, false],
    ['nor after the clock was put back', [photo(0)], -HOUR_MS, false],
    ['never for a photo from the album', [photo(3 * DAY_MS)], 0, false],
    ['for one that is beside an older one', [photo(3 * DAY_MS, BEIJING), photo(0)], 0, true],
    ['not asked where the photo says so itself', [photo(0, STREET)], 0, false],
    ['asked where the photo says Beijing', [photo(0, BEIJING)], 0, true],
  ])('%s', (_, photos, laterMs, isThere) => expect(isAtPlace(photos, NOW + laterMs)).toBe(isThere))
})

describe('what is asked about before sending', () => {
  const sentences = (photos: DraftPhoto[], place: typeof STREET | undefined = STREET) =>
    doubtsAbout({ photos, ...place && { place } }).map(({ sentence }) => sentence)

  it('photos that are old, from another city, or far from the place', () => {
    expect(sentences([photo(3 * DAY_MS), photo(0, BEIJING), photo(0, FAR_OFF)])).toEqual([
      expect.stringMatching(/^第 1 张：.*11月20日.*拍的$/),
      '第 2 张：不是在本市拍的',
      '第 3 张：拍摄地离上报的位置 4.4 公里',
    ])
  })

  it('nothing for photos of today and from here, nor for a draft finished a day later', () => {
    expect(sentences([photo(0, STREET), photo(5 * HOUR_MS, NEXT_DOOR)])).toEqual([])
    expect(sentences([photo(0)], undefined)).toEqual([])
  })
})
