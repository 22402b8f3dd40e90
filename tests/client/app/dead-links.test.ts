// @vitest-environment dom
import type { PhoneServer } from '../../support/client/page.ts'
import { expect, it } from 'vitest'
import { freshPhone, me, openPage, text } from '../../support/client/page.ts'
import { mall, points } from '../features/mall/mall-stock.ts'
import { all } from '../features/stations/some-stations.ts'

let server: PhoneServer
freshPhone(() => ({
  'stations.all': all,
  'stations.heads': {},
  'mall.items': mall,
  'mall.book': { items: [], losses: [] },
  'mall.myOrders': { orders: [], hasMore: false },
  'points.mine': points(),
  'notices.mine': { notices: [], unread: 0, hasMore: false },
  'reports.mine': { reports: [], hasMore: false },
}), given => server = given)

const gone = '01900000-0000-7000-8000-000000009999'
const malformed = { code: 'batch.malformed', message: '没有成功，请刷新页面、更新小蜜蜂后再试。' }
const notFound = { code: 'query.notFound', message: '没有找到，或你不能查看。' }

it.each([
  ['/reports/', 'reports.one', 'courier'],
  ['/desk/', 'reports.one', 'staff'],
  ['/stations/', 'stations.one', 'courier'],
  ['/mall/', 'mall.item', 'courier'],
] as const)('a link to %s that leads nowhere says so, cut short or not', async (address, query, role) => {
  server.answers['identity.me'] = me(role)
  for (const [id, status, body] of [['0190', 400, malformed], [gone, 404, notFound]] as const) {
    server.doors[`GET /api/queries/${query}`] = () => ({ status, body })
    const page = await openPage(`${address}${id}`, { holder: me(role) })
    await expect.poll(text).toContain('这里没有内容：链接可能不完整，或者已经不在了')
    expect(text()).not.toContain(body.message)
    page.close()
  }
})
