// @vitest-environment dom
import type { PointsDesk } from '#shared/points/schemas.ts'
import type { PhoneServer } from '../../support/client/page.ts'
import { expect, it } from 'vitest'
import { freshPhone, me, openPage, settled, tap, text } from '../../support/client/page.ts'

const admin = me('admin', { areaId: '4201' })
const ID = '01900000-0000-7000-8000-000000000d01'
const correction = (changes: Partial<PointsDesk['corrections'][number]> = {}) => ({
  id: ID,
  rank: 2,
  person: '林小满 0001',
  amount: -20,
  words: '误记',
  askedBy: '市级小周',
  askedAt: Date.now(),
  state: 'asked',
  debt: 0,
  mayDecide: true,
  ...changes,
})
const desk = (...corrections: object[]) => ({
  totals: { out: 1200, held: 80, issued: 5000, spent: 3700, lapsed: 100, debts: 0 },
  caps: [{ cap: 'reports.lead', max: 300 }, { cap: 'reports.patrol', max: 50 }],
  corrections,
  hasMore: false,
})
let server: PhoneServer
freshPhone(() => ({
  'identity.me': admin,
  'points.desk': desk(),
  'points.ledger': { rows: [], total: 0, hasMore: false },
}), given => server = given)

it('totals and caps in force stand there, and caps are changed among the rules alone', async () => {
  await openPage('/console/points/totals', { holder: admin })
  await expect.poll(text).toContain('在账积分1,200')
  expect(text()).toMatch(/随手拍\s*300/)
  expect(text()).toMatch(/商圈巡查\s*50/)
  const ways = [...document.querySelectorAll('a')].filter(({ textContent }) => textContent.includes('每日上限'))
  expect(ways.map(way => way.getAttribute('href'))).toEqual(['/console/rulings/caps'])
  expect([...document.querySelectorAll('input')].filter(({ value }) => value === '300')).toEqual([])
  expect(server.commands).toEqual([])
})

it('corrections stand in a table; whoever asked may not decide', async () => {
  const other = { id: '01900000-0000-7000-8000-000000000d02', rank: 1, state: 'approved', debt: 5 } as const
  const both = [correction(), correction(other)].map(each => ({ ...each, mayDecide: false }))
  server.answers['points.desk'] = desk(...both)
  await openPage(`/console/points/corrections/${ID}`, { holder: admin })
  await expect.poll(text).toContain('待另一位管理员复核')
  expect(text()).toContain('已批准，尚欠 5 分')
  expect(text()).not.toContain('不批准')
})

it('a second admin approves, once, and is told when somebody was quicker', async () => {
  server.answers['points.desk'] = desk(correction())
  server.decide = () => ({ status: 'refused', refusal: { code: 'points.correctionDecided' } })
  await openPage(`/console/points/corrections/${ID}`, { holder: admin })
  await expect.poll(text).toContain('误记')
  await tap('批准')
  await expect.poll(text).toContain('这条更正申请已经处理过了')
  expect(server.commands).toMatchObject([{ name: 'points.approveCorrection', input: { isApproved: true } }])
})

it('an alarm of the nightly check stands above everything, and goes with a good night', async () => {
  const alarm = (at: number) => ({
    notices: [{
      id: 'n1',
      kind: 'points.broken',
      ref: null,
      number: null,
      words: 'balance = fold',
      points: null,
      at,
      isRead: true,
    }],
    unread: 0,
    hasMore: false,
  })
  server.answers['notices.mine'] = alarm(Date.now() - 3_600_000)
  const page = await openPage('/console/points', { holder: admin })
  await expect.poll(text).toContain('积分账目核对异常，请立即通知技术人员：balance = fold')
  page.close()
  server.answers['notices.mine'] = alarm(Date.now() - 48 * 3_600_000)
  await openPage('/console/points', { holder: admin })
  await expect.poll(text).toContain('没有流水')
  await expect.poll(text).not.toContain('核对异常')
})

it('the old address leads to the desk, and the address says which days are shown', async () => {
  const asked: object[] = []
  server.answers['points.ledger'] = (input: object) => {
    asked.push(input)
    return { rows: [], total: 0, hasMore: false }
  }
  const { router } = await openPage('/organiser/points?from=2026-11-02&to=2026-11-03&reason=nothing', {
    holder: admin,
  })
  await settled()
  expect(router.currentRoute.value.path).toBe('/console/points')
  await expect.poll(() => asked.at(-1)).toEqual({ from: '2026-11-02', to: '2026-11-03' })
  expect(text()).toContain('2026-11-02 到 2026-11-03')
})
