// @vitest-environment dom
import type { CityFigures } from '#shared/figures/schemas.ts'
import { expect, it } from 'vitest'
import { button, freshPhone, me, openPage, text } from '../../support/client/page.ts'

const admin = me('admin', { areaId: '4201' })
const none = { n: 0, median: null, ninth: null }
const kept = { onTime: 0, closed: 0, overdue: 0 }
const figures = (asOf: number | null): CityFigures => ({
  areaName: '武汉市',
  asOf,
  people: { couriers: 0, residents: 0, registered: 0, groups: [] },
  reports: {
    filed: 3,
    states: {} as CityFigures['reports']['states'],
    kept,
    answered: none,
    settled: none,
    reopened: { n: 0, of: 0 },
    rated: { n: 0, scores: 0 },
    cameBack: { n: 0, of: 0 },
    kinds: [],
    days: [],
  },
  voices: kept,
  areas: [],
  stations: { all: 0, open: 0, visits: 0, hours: [] },
  volunteering: { teams: 0, activities: 0, places: 0 },
  points: null,
})
let asOf: number | null
freshPhone(() => ({ 'identity.me': admin, 'figures.city': () => figures(asOf) }), () => {})

it('while all is counted anew the month says that its sums are not whole, and does not print', async () => {
  asOf = null
  await openPage('/console/figures/month', { holder: admin })
  await expect.poll(text).toContain('正在重新统计，下面的数还不全')
  expect(button('打印').disabled).toBe(true)
  asOf = Date.now()
  await openPage('/console/figures/month', { holder: admin })
  await expect.poll(() => button('打印').disabled).toBe(false)
  expect(text()).toContain('统计到')
  expect(text()).not.toContain('正在重新统计')
})

it('the city’s figures say the same', async () => {
  asOf = null
  await openPage('/console/figures', { holder: admin })
  await expect.poll(text).toContain('正在重新统计，下面的数还不全')
})
