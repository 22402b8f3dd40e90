// @vitest-environment dom
import type { Me } from '#shared/identity/schemas.ts'
import type { PhoneServer } from '../../../support/client/page.ts'
import { savedSession } from '#client/sync/store/session.ts'
import { isOneOf, partsOf } from '#shared/identity/roles.ts'
import { expect, it } from 'vitest'
import { choose, freshPhone, me, openPage, settled, text } from '../../../support/client/page.ts'
import { points } from '../../features/mall/mall-stock.ts'
import { all } from '../../features/stations/some-stations.ts'

const TERM_END = Date.parse('2036-12-31T16:00:00Z') // Midnight in Shanghai.
type Post = NonNullable<Me['posts']>[number]
const post = (kind: Post['kind'], scopeName: string, until: number | null = null): Post =>
  ({ id: crypto.randomUUID(), kind, scope: `${kind} scope`, scopeName, from: 1, until })

const counts = { todo: 4, running: 0, done: 0, overdue: 0 }
const asked: { view: string, as?: string }[] = []
let server: PhoneServer
freshPhone(() => ({
  'desk.reports': (input: { view: string, as?: string }) => {
    asked.push(input)
    return { reports: [], counts, hasMore: false, asOf: 0 }
  },
  'mall.desk': { stations: [], keys: [] },
  'stations.desk': { stations: [] },
  'reports.mended': { areaName: '江汉区', today: 0, week: 0, pairs: [] },
  'reports.mine': { reports: [], hasMore: false },
  'mall.myOrders': { orders: [], hasMore: false },
  'stations.myVisits': { visits: [], hasMore: false },
  'points.mine': points({}),
  'stations.all': all,
  'notices.mine': { notices: [], unread: 0, hasMore: false },
}), given => server = given)

/** What a piece of the page says, which comes after the rest. */
const seen = (selector: string) => document.querySelector(selector)?.textContent ?? ''

async function open(page: string, holder: Me) {
  server.answers['identity.me'] = holder
  asked.length = 0
  const opened = await openPage(page, { holder })
  await settled()
  return opened
}

it('who holds two posts finds both desks on the first page', async () => {
  await open('/', me('staff', { posts: [post('staff', '江汉区'), post('keeper', '花楼驿站')] }))
  await expect.poll(() => seen('.desk-work')).toContain('待办')
  await expect.poll(() => seen('.keeper')).toContain('待交付')
  expect(text()).toContain('柜台')
})

it('who is staff and of a unit finds what waits for them as each', async () => {
  await open('/', me('staff', {
    unitName: '市政维修队',
    posts: [post('staff', '江汉区'), post('unit', '市政维修队')],
  }))
  await expect.poll(() => [...document.querySelectorAll('.desk-work')].map(({ textContent }) => textContent))
    .toEqual([expect.stringContaining('花楼社区'), expect.stringContaining('市政维修队')])
  expect(asked).toEqual(expect.arrayContaining([{ view: 'todo', as: 'staff' }, { view: 'todo', as: 'unit' }]))
})

it('a phone from before posts goes on by its role, until it asks again', async () => {
  const { posts: _, ...before } = me('keeper')
  expect(partsOf(before)).toEqual(['keeper'])
  const now = me('staff', {
    accountId: before.accountId,
    posts: [post('staff', '江汉区'), post('keeper', '花楼驿站')],
  })
  server.answers['identity.me'] = now
  const { session } = await openPage('/', { holder: before })
  await expect.poll(() => seen('.keeper')).toContain('待交付')
  await session.refresh()
  await settled()
  expect((await savedSession()).me).toEqual(now)
  await expect.poll(() => seen('.desk-work')).toContain('待办')
})

it('a rider who advises on a lane is a rider as before', async () => {
  const adviser = me('courier', { posts: [post('laneAdviser', '花楼社区')] })
  expect(partsOf(adviser)).toEqual(['courier', 'laneAdviser'])
  expect([isOneOf(adviser, ['courier']), isOneOf(adviser, ['staff'])]).toEqual([true, false])
  await open('/', adviser)
  expect([document.querySelector('.desk-work'), document.querySelector('.keeper')]).toEqual([null, null])
})

it('我的 names every post with its place, and until when, where there is more than one', async () => {
  await open('/me', me('staff', {
    posts: [post('staff', '江汉区 · 民意街街道', TERM_END), post('keeper', '花楼驿站')],
  }))
  expect(text()).toContain('社区工作人员 · 江汉区 民意街街道 · 任期到 2036年12月31日')
  expect(text()).toContain('驿站管理员 · 花楼驿站')
  expect(text()).not.toContain('换手机号')

  await open('/me', me('keeper', { posts: [post('keeper', '花楼驿站'), post('keeper', '民意驿站')] }))
  expect(text()).toContain('驿站管理员')
  expect(text()).not.toContain('花楼驿站')
})

it('at the desk one chooses as what, and only where there is a choice', async () => {
  await open('/desk', me('staff', { posts: [post('staff', '江汉区'), post('unit', '市政维修队')] }))
  expect(asked.at(-1)).toEqual({ view: 'todo', as: 'staff' })
  choose('处置单位')
  await settled()
  expect(asked.at(-1)).toEqual({ view: 'todo', as: 'unit' })

  await open('/desk', me('unit', { posts: [post('unit', '市政维修队')] }))
  expect(asked.at(-1)).toEqual({ view: 'todo' })
  expect(text()).not.toContain('社区工作')
})
