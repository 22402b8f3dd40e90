import { fitPhoto, THUMB_SIDE } from '#shared/media/sizes.ts'
import { expect, it } from 'vitest'

it.each([
  [4000, 3000, 1600, 1200],
  [3000, 4000, 1200, 1600],
  [4000, 1800, 1600, 720],
  [12_032, 9024, 1600, 1200],
  [800, 600, 800, 600],
  [1, 1, 1, 1],
])('a photo of %i × %i becomes %i × %i', (width, height, toWidth, toHeight) => {
  expect(fitPhoto({ width, height })).toEqual({ width: toWidth, height: toHeight })
})

it.each([
  [1080, 9000, 720, 6000],
  [1440, 12_000, 720, 6000],
  [12_000, 2000, 4320, 720],
  [720, 9000, 720, 9000],
])('a screenshot or panorama of %i × %i becomes %i × %i, readable', (width, height, toWidth, toHeight) => {
  expect(fitPhoto({ width, height })).toEqual({ width: toWidth, height: toHeight })
})

it('even the longest has no more pixels than a canvas can have', () => {
  for (const [w, h] of [[1080, 60_000], [65_000, 65_000], [50_000, 1]] as const) {
    const { width, height } = fitPhoto({ width: w, height: h })
    expect(width * height).toBeLessThanOrEqual(10_250_000)
    expect(Math.max(width, height)).toBeLessThanOrEqual(16_000)
  }
})

it('a thumbnail keeps the same proportions at a fifth', () => {
  expect(fitPhoto({ width: 1600, height: 1200 }, THUMB_SIDE)).toEqual({ width: 320, height: 240 })
  expect(fitPhoto({ width: 720, height: 6000 }, THUMB_SIDE)).toEqual({ width: 144, height: 1200 })
})
