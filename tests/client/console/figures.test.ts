import { askedIn, besideIn, monthsText } from '#client/console/figures/asked.ts'
import { monthsOf, starsText, waitText, weekOf } from '#client/console/figures/words.ts'
import { expect, it } from 'vitest'

const NOW = Date.parse('2026-11-30T17:00:00Z') // The first of December in Shanghai.

it('an address names an area and months, and what it says otherwise is left out', () => {
  expect(askedIn({}, '4201', NOW)).toEqual({ areaId: '4201', from: '2026-01', to: '2026-12' })
  expect(askedIn({ area: '420105', from: '2026-11', to: '2026-02' }, '4201', NOW))
    .toEqual({ areaId: '420105', from: '2026-02', to: '2026-02' })
  expect(askedIn({ area: '42; drop', from: '2010-13', to: 'soon' }, '4201', NOW))
    .toEqual({ areaId: '4201', from: '2026-01', to: '2026-12' })
  // Three years at most.
  expect(askedIn({ from: '2010-01', to: '2026-11' }, '4201', NOW).from).toBe('2023-12')
})

it('beside a view stand the months before, the same a year ago, or another area', () => {
  const asked = { areaId: '4201', from: '2026-01', to: '2026-03' }
  expect(besideIn({ beside: 'before' }, asked)).toEqual({ areaId: '4201', from: '2025-10', to: '2025-12' })
  expect(besideIn({ beside: 'year' }, asked)).toEqual({ areaId: '4201', from: '2025-01', to: '2025-03' })
  expect(besideIn({ beside: '420105' }, asked)).toEqual({ ...asked, areaId: '420105' })
  for (const beside of ['', 'constructor', '4201', null]) expect(besideIn({ beside }, asked)).toBeNull()
  expect(monthsText(asked)).toBe('2026 年 1 月至 2026 年 3 月')
})

it('a mean of scores is the best or the worst only where all scores are', () => {
  const of = (scores: number[]) =>
    starsText({ n: scores.length, scores: scores.reduce((sum, n) => sum + n, 0) })
  const hundred = (most: number, one: number) => [one, ...Array.from<number>({ length: 99 }).fill(most)]
  expect([[], [5, 5], hundred(5, 4), [4, 5, 5], hundred(1, 2), [1]].map(of))
    .toEqual(['—', '5.0', '4.9', '4.7', '1.1', '1.0'])
})

it('waits are told as far as they are known, and days add up to months and weeks', () => {
  expect([null, 40, 420, 5040, 40_000].map(waitText)).toEqual(['—', '40 分钟', '7 小时', '3.5 天', '27.8 天'])
  const days = [
    { day: '2026-10-31', filed: 1, settled: 2 }, // A Saturday.
    { day: '2026-11-01', filed: 3, settled: 0 },
    { day: '2026-11-30', filed: 5, settled: 1 },
  ]
  expect(monthsOf(days)).toEqual([
    { month: '2026-10', filed: 1, settled: 2 },
    { month: '2026-11', filed: 8, settled: 1 },
  ])
  expect(weekOf(days).filter(({ filed }) => filed > 0)).toEqual([
    { name: '周一', filed: 5, settled: 1 },
    { name: '周六', filed: 1, settled: 2 },
    { name: '周日', filed: 3, settled: 0 },
  ])
})
