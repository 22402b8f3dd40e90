// @vitest-environment dom
import type { PhoneServer } from '../../../support/client/page.ts'
import { nextWish } from '#client/app/words/next-wish.ts'
import { byMonth } from '#client/features/points/transfer-text.ts'
import { nudge } from '#client/sync/http/nudges.ts'
import { builtIn } from '#shared/rulings/rules.ts'
import { expect, it } from 'vitest'
import { freshPhone, me, openPage, text } from '../../../support/client/page.ts'
import { lunch, mall, order, points, raincoat } from '../mall/mall-stock.ts'

const rider = me('courier')
let server: PhoneServer
freshPhone(
  () => ({
    'identity.me': rider,
    'points.mine': points({ available: 60 }),
    'reports.mine': { reports: [], hasMore: false },
    'mall.items': mall,
    'mall.myOrders': { orders: [order()], hasMore: false },
  }),
  given => (server = given),
)
const transfer = (id: string, more: object = {}) => ({
  id,
  kind: 'hold' as const,
  amount: -80,
  reason: 'mall.redeemed' as const,
  ref: order().id,
  note: '雨衣',
  occurredOn: '2026-11-23',
  postedAt: Date.now(),
  ...more,
})
const number = () => document.querySelector('.points__number')?.textContent?.trim()

it('the jar fills to what one can nearly afford', () => {
  expect(nextWish(mall, 60)).toEqual({ share: 0.75, text: '再攒 20 分换雨衣' })
  expect(nextWish(mall, 10)).toEqual({ share: 10 / 30, text: '再攒 20 分换幸福食堂午餐' })
  expect(nextWish(mall, 80)).toEqual({ share: 1, text: '商城里的每一样都够换' })
  const gone = { ...lunch, stock: lunch.stock.map(each => ({ ...each, free: 0 })) }
  expect(nextWish({ items: [gone, raincoat] }, 10)?.text).toBe('再攒 70 分换雨衣')
  expect(nextWish({ items: [gone] }, 10)).toBeUndefined()
})

it('the ledger goes by month, and says which order waits at its counter', async () => {
  server.answers['points.mine'] = points({
    available: 60,
    transfers: [transfer('1'), transfer('2', { ref: 'other', note: '毛巾' })],
  })
  await openPage('/points', { holder: rider })
  await expect.poll(text).toContain('兑换雨衣（待领取）')
  expect(text()).not.toContain('毛巾（待领取）')
  expect(text()).toContain('本月')
  await expect.poll(text).toContain('再攒 20 分换雨衣')
  const at = (day: string) => ({ postedAt: Date.parse(`${day}T04:00:00Z`) })
  const months = byMonth(
    [at('2026-11-02'), at('2026-11-01'), at('2026-10-01'), at('2025-12-31')],
    Date.parse('2026-11-23'),
  )
  expect(months.map(({ month, rows }) => [month, rows.length]))
    .toEqual([['本月', 2], ['10月', 1], ['2025年12月', 1]])
})

it('points that arrive while the page is open run up in sight', async () => {
  await openPage('/points', { holder: rider })
  await expect.poll(number).toBe('60')
  server.answers['points.mine'] = points({ available: 110 })
  nudge(['points.mine'])
  await expect.poll(() => document.querySelector('.honey__gain')?.textContent).toBe('+50')
  await expect.poll(number).toBe('110')
})

it('hours of volunteering lead to their activity, and what they bring stands among the rules', async () => {
  const id = '0194f000-0000-7000-8000-0000000000b1'
  const given = { kind: 'post' as const, amount: 50, reason: 'activities.hours' as const, note: '路口劝导' }
  server.answers['points.mine'] = points({
    available: 60,
    transfers: [transfer('1', { ...given, ref: `${id}/somebody/150` })],
  })
  // As a server answered that knew no volunteering, and as the phone has stored it.
  server.answers['rulings.inForce'] = {
    limits: builtIn.limits,
    points: builtIn.points,
    caps: { 'reports.lead': 300, 'reports.patrol': 50 },
  } as typeof builtIn
  await openPage('/points', { holder: rider })
  await expect.poll(text).toContain('志愿服务：路口劝导')
  expect(document.querySelector('a.points__row')?.getAttribute('href')).toContain(id)
  expect(text()).toMatch(/志愿 1 小时\s*\+20/)
  expect(text()).toMatch(/志愿服务另计\s+160 分/)
})
