import { isMended, mendedWords } from '#client/features/reports/share.ts'
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
