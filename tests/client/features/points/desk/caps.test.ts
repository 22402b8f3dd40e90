// @vitest-environment happy-dom
import type { PhoneServer } from '../../../../support/client/page.ts'
import { expect, it } from 'vitest'
import { freshPhone, me, openPage, text } from '../../../../support/client/page.ts'

const admin = me('admin')
let server: PhoneServer
freshPhone(() => ({
  'identity.me': admin,
  'points.desk': {
    totals: { out: 900, held: 0, issued: 900, spent: 0, lapsed: 0, debts: 0 },
    caps: [{ cap: 'reports.lead', max: 300 }, { cap: 'reports.patrol', max: 50 }],
    corrections: [],
    hasMore: false,
  },
}), given => server = given)

it('the points desk shows the caps in force, and they are changed among the rules alone', async () => {
  await openPage('/organiser/points', { holder: admin })
  await expect.poll(text).toContain('每人每日上限')
  expect(text()).toMatch(/随手拍\s*300/)
  expect(text()).toMatch(/商圈巡查\s*50/)
  const ways = [...document.querySelectorAll('a')].filter(({ textContent }) => textContent.includes('每日上限'))
  expect(ways.map(way => way.getAttribute('href'))).toEqual(['/organiser/rules/caps'])
  expect([...document.querySelectorAll('input')].filter(({ value }) => value === '300')).toEqual([])
  expect(server.commands).toEqual([])
})
