import { boxesFor, fitted, isMended, mendedWords } from '#client/features/reports/share.ts'
import { expect, it } from 'vitest'

const photo = { hash: 'a'.repeat(64), thumbhash: null }
const step = (name: 'filed' | 'resolved', at: number) =>
  ({ step: name, at, by: 'unit' as const, byName: null, words: '林师傅修的', photos: [] })
const mended = {
  kind: 'hazard' as const,
  mine: true,
  state: 'closed' as const,
  photos: [photo],
  afterPhotos: [photo],
  filedAt: 0,
  areaName: '江汉区 · 民意街街道 · 永丰社区居委会',
  timeline: [step('filed', 0), step('resolved', 3.2 * 86_400_000)],
}

it('only one’s own public report with both photos can be shared', () => {
  expect(isMended(mended)).toBe(true)
  expect(isMended({ ...mended, kind: 'security' })).toBe(false)
  expect(isMended({ ...mended, mine: false })).toBe(false)
  expect(isMended({ ...mended, afterPhotos: [] })).toBe(false)
  expect(isMended({ ...mended, state: 'working' })).toBe(false)
})

it('the picture says what, how quickly and which community, and nobody’s words or name', () => {
  expect(mendedWords(mended)).toEqual({ title: '我报的隐患，3 天修好了', hint: '永丰社区 · 小蜜蜂随手拍' })
})

const [upright, flat, screenshot, panorama] = [[3, 4], [4, 3], [9, 20], [5, 1]].map(([w, h]) =>
  ({ width: w! * 400, height: h! * 400 })) as [Size, Size, Size, Size]
interface Size { width: number, height: number }

it.each([
  ['upright photos stand side by side', upright, upright, true],
  ['long screenshots too', screenshot, upright, true],
  ['flat ones one above the other', flat, flat, false],
  ['and so do one of each', upright, flat, false],
  ['also a panorama', panorama, screenshot, false],
])('%s, and each is whole', (_, before, after, isBeside) => {
  const boxes = boxesFor(before, after)
  expect(boxes[0].y === boxes[1].y).toBe(isBeside)
  const at = isBeside ? 'x' : 'y'
  expect(boxes[1][at]).toBeGreaterThanOrEqual(boxes[0][at] + boxes[0][isBeside ? 'width' : 'height'])
  for (const [photo, box] of [[before, boxes[0]], [after, boxes[1]]] as const) {
    const drawn = fitted(photo, box)
    expect(drawn.width / drawn.height).toBeCloseTo(photo.width / photo.height)
    expect(drawn.x).toBeGreaterThanOrEqual(box.x - 1)
    expect(drawn.y).toBeGreaterThanOrEqual(box.y - 1)
    expect(drawn.width).toBeLessThanOrEqual(box.width + 1)
    expect(drawn.height).toBeLessThanOrEqual(box.height + 1)
    expect(box.x + box.width).toBeLessThanOrEqual(1080 - 48)
  }
})
