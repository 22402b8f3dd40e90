// @vitest-environment dom
import type { PhoneServer } from '../../../support/client/page.ts'
import { NOTICES_PAGE_MAX } from '#shared/notices/schemas.ts'
import { expect, it } from 'vitest'
import { choose, freshPhone, me, openPage, settled, tap, text } from '../../../support/client/page.ts'
import { order } from '../mall/mall-stock.ts'

const rider = me('courier')
let server: PhoneServer
freshPhone(
  () => ({
    'identity.me': rider,
    'reports.mine': { reports: [], hasMore: false },
    'mall.myOrders': { orders: [], hasMore: false },
    'notices.mine': { notices: [], unread: 0, hasMore: false },
  }),
  given => (server = given),
)

const fence = crypto.randomUUID()
const lamp = crypto.randomUUID()
const report = (id: string, more: object = {}) => ({
  id,
  number: 62,
  kind: 'hazard',
  state: 'accepted',
  text: '护栏倒了',
  place: null,
  areaName: '花楼社区',
  photo: { hash: 'a'.repeat(64), thumbhash: null },
  seenAt: 1_000,
  filedAt: 1_000,
  dueAt: 2_000,
  supporters: 0,
  asked: false,
  mine: true,
  rateUntil: null,
  ...more,
})
const notice = (kind: string, ref: string | null, at: number, more: object = {}) => ({
  id: crypto.randomUUID(),
  kind,
  ref,
  number: 62,
  words: null,
  points: null,
  at,
  isRead: true,
  ...more,
})
function tell(...notices: ReturnType<typeof notice>[]) {
  const unread = notices.filter(({ isRead }) => !isRead).length
  server.answers['notices.mine'] = { notices, unread, hasMore: false }
}
const lines = () => [...document.querySelectorAll('.notice')]
const words = () => lines().map(line => line.querySelector('.notice__words > span')!.textContent)

it('a report is one line: its photo and newest step, on top while it waits for its reporter', async () => {
  server.answers['reports.mine'] = {
    reports: [report(fence, { rateUntil: 9_000 }), report(lamp, { text: '路灯不亮', photo: null })],
    hasMore: false,
  }
  tell(
    notice('reports.accepted', lamp, 5_000),
    notice('reports.resolved', fence, 4_000, { isRead: false }),
    notice('reports.working', fence, 3_000),
    notice('points.awarded', fence, 2_001, { points: 50 }),
    notice('reports.accepted', fence, 2_000),
  )
  await openPage('/notices', { holder: rider })
  await expect.poll(words).toEqual([
    '“护栏倒了”已处理，去看看修好没有',
    '“路灯不亮”已受理',
    '+50 积分 · 护栏倒了',
  ])
  expect(lines()[0]!.querySelector('.notice__go')?.textContent).toBe('去评价')
  expect(lines()[0]!.getAttribute('href')).toBe(`/reports/${fence}`)
  expect(lines()[0]!.querySelector('img')).not.toBeNull()
  expect(lines().map(line => line.querySelector('.notice__dot') !== null)).toEqual([true, false, false])
})

it('the tabs show what waits, what went on, and points', async () => {
  server.answers['reports.mine'] = { reports: [report(fence, { asked: true })], hasMore: false }
  server.answers['mall.myOrders'] = { orders: [order()], hasMore: false }
  tell(
    notice('points.awarded', fence, 3_000, { points: 50 }),
    notice('reports.asked', fence, 2_000),
    notice('reports.accepted', lamp, 1_000),
  )
  await openPage('/notices', { holder: rider })
  await expect.poll(text).toContain('待我处理')
  choose('待我处理')
  await settled()
  // Nothing was said about the order yet, and it waits all the same.
  expect(words()).toHaveLength(2)
  const buttons = lines().map(line => line.querySelector('.notice__go')!.textContent)
  expect(buttons.toSorted()).toEqual(['去回答', '领取码'])
  choose('积分')
  await settled()
  expect(words()).toEqual(['+50 积分 · 护栏倒了'])
  choose('进展')
  await settled()
  expect(words()).toContain('上报 #62 已受理')
})

it('a line that is opened is read, the others stay unread until 全部已读', async () => {
  const [first, second] = [
    notice('reports.accepted', fence, 5_000, { isRead: false }),
    notice('reports.accepted', lamp, 4_000, { isRead: false }),
  ]
  tell(first, second)
  await openPage('/notices', { holder: rider })
  await expect.poll(() => document.querySelectorAll('.notice__dot').length).toBe(2)
  expect(server.commands).toEqual([])
  lines()[1]!.addEventListener('click', event => event.preventDefault(), { capture: true })
  ;(lines()[1] as HTMLElement).click()
  await expect.poll(() => server.commands.map(({ input }) => input))
    .toEqual([{ upTo: 4_000, ids: [second.id] }])
  await expect.poll(() => document.querySelectorAll('.notice__dot').length).toBe(1)
  await tap('全部已读')
  await expect.poll(() => server.commands.at(-1)?.input).toEqual({ upTo: 5_000 })
  await expect.poll(() => document.querySelectorAll('.notice__dot').length).toBe(0)
  expect(text()).not.toContain('全部已读')
})

it('steps of one report on two pages are one line, and no other line is lost', async () => {
  const first = Array.from(
    { length: NOTICES_PAGE_MAX },
    (_, at) => notice('reports.working', fence, 9_000 - at),
  )
  const older = [
    notice('reports.accepted', fence, 2_000),
    notice('reports.accepted', lamp, 1_000, { number: 7 }),
  ]
  server.answers['notices.mine'] = ({ before }: { before?: number }) =>
    before === undefined
      ? { notices: first, unread: 0, hasMore: true }
      : { notices: older, unread: 0, hasMore: false }
  await openPage('/notices', { holder: rider })
  await expect.poll(words).toEqual(['上报 #62 开始处理了'])
  await tap('查看更多')
  await expect.poll(words).toEqual(['上报 #62 开始处理了', '上报 #7 已受理'])
})

it('who works at a desk gets the list without tabs', async () => {
  tell(notice('reports.urgent', fence, 5_000))
  server.answers['identity.me'] = me('staff')
  await openPage('/notices', { holder: me('staff') })
  await expect.poll(words).toEqual(['紧急：上报 #62 ，请马上处理'])
  expect(text()).not.toContain('待我处理')
})
