// @vitest-environment dom
import type { PhoneServer } from '../../../support/client/page.ts'
import { nudge } from '#client/sync/http/nudges.ts'
import { expect, it, onTestFinished, vi } from 'vitest'
import {
  button,
  choose,
  freshPhone,
  me,
  openPage,
  settled,
  tap,
  text,
  type,
} from '../../../support/client/page.ts'
import { lunch, mall, order, points, raincoat, stations, whole } from './mall-stock.ts'

const rider = me('courier')
const [near, far] = stations
let server: PhoneServer
let page: Awaited<ReturnType<typeof openPage>> | undefined
freshPhone(
  () => ({
    'identity.me': rider,
    'points.mine': points(),
    'reports.mine': { reports: [], hasMore: false },
    'mall.items': mall,
    'mall.item': ({ itemId }: { itemId: string }) =>
      [raincoat, lunch].filter(({ id }) => id === itemId).map(whole)[0],
    'mall.myOrders': { orders: [], hasMore: false },
  }),
  given => (server = given),
)

const redeem = (more: object = {}) => ({
  orderId: crypto.randomUUID(),
  itemId: raincoat.id,
  stationId: near!.id,
  count: 1,
  price: 80,
  ...more,
})
/** Nothing is decided: commands wait, while answers still come. */
const holdCommands = () => server.decide = () => ({ status: 'retry', afterMs: 60_000 })

it('the mall lists goods with price, nearest stock and giver, and can show only the affordable', async () => {
  server.answers['points.mine'] = points({ available: 50 })
  page = await openPage('/mall', { holder: rider })
  await expect.poll(text).toContain('雨衣')
  await expect.poll(text).toContain('80 积分 再攒 30')
  expect(text()).toContain('江城骑行社捐赠')
  expect(text()).toContain('民意驿站 · 剩 9 件')
  document.querySelector<HTMLInputElement>('input[type=checkbox]')!.click()
  await settled()
  expect(document.querySelector('.mall__offers')?.textContent).not.toContain('雨衣')
  expect(text()).toContain('幸福食堂午餐')
  document.querySelectorAll<HTMLInputElement>('input[type=radio]')[1]!.click()
  await settled()
  expect(text()).toContain('这一类现在还换不了')
})

it('the mall shows what most people redeem first, sold-out things last, and how often it was', async () => {
  const sweets = { ...lunch, id: crypto.randomUUID(), name: '糖果', redeemed: 90, stock: [] }
  server.answers['mall.items'] = {
    ...mall,
    items: [{ ...raincoat, redeemed: 3 }, { ...lunch, redeemed: 12 }, sweets],
  }
  page = await openPage('/mall', { holder: rider })
  await expect.poll(text).toContain('雨衣')
  expect(text()).not.toContain('近 30 天')
  choose('最多人换')
  await settled()
  expect(text()).toMatch(/幸福食堂午餐.*近 30 天换了 12 次.*雨衣.*近 30 天换了 3 次.*糖果/)
})

it('the mall says how far the next thing is', async () => {
  server.answers['points.mine'] = points({ available: 60 })
  page = await openPage('/mall', { holder: rider })
  await expect.poll(text).toContain('再攒 20 分换雨衣')
})

it('without a network the mall shows the last list and its age', async () => {
  page = await openPage('/mall', { holder: rider })
  await expect.poll(text).toContain('雨衣')
  page.close()
  server.isDown = true
  page = await openPage('/mall', { holder: rider })
  await expect.poll(text).toContain('刚刚的内容')
  expect(text()).toContain('雨衣')
})

it('points shown count the wishes that wait, on the mall, the item and the points page', async () => {
  holdCommands()
  page = await openPage('/mall', { holder: rider })
  await page.outbox.enqueue('mall.redeem', redeem())
  await expect.poll(text).toContain('可用积分90已减去待确认的 80')
  page.close()
  page = await openPage(`/mall/${raincoat.id}`, { holder: rider })
  await expect.poll(text).toContain('可用 90')
  page.close()
  page = await openPage('/points', { holder: rider })
  await expect.poll(() => document.querySelector('.points__number')?.textContent?.trim()).toBe('90')
  expect(text()).toContain('已减去待确认的兑换 80 分')
})

it('one confirmation says what is held, where and for how long; then the wish is on the phone', async () => {
  holdCommands()
  page = await openPage(`/mall/${raincoat.id}`, { holder: rider })
  await expect.poll(text).toContain('每人最多 3 件')
  expect(text()).toContain('捐赠 20 件，已送到：花楼驿站 7 件')
  await tap('加一件')
  expect(text()).toContain('160 积分')
  await tap('兑换')
  expect(text()).toContain('雨衣 ×2')
  expect(text()).toContain('民意四路 3 号') // The only station that has two.
  expect(text()).toContain('7 天内没领自动退回')
  await tap('确认兑换')
  await expect.poll(() => page!.router.currentRoute.value.name).toBe('order')
  const [wish] = page.outbox.items
  expect(wish?.envelope).toMatchObject({
    name: 'mall.redeem',
    input: { itemId: raincoat.id, stationId: far!.id, count: 2, price: 80 },
  })
  expect(wish?.envelope.input).not.toHaveProperty('day')
  expect(page.router.currentRoute.value.params.id).toBe((wish?.envelope.input as { orderId: string }).orderId)
})

it('who can’t afford it is told before it is saved, and is not held back', async () => {
  holdCommands()
  server.answers['points.mine'] = points({ available: 50 })
  page = await openPage(`/mall/${raincoat.id}`, { holder: rider })
  await expect.poll(text).toContain('可用 50，再攒 30')
  await tap('兑换')
  expect(text()).toContain('积分还差 30')
  await tap('仍要提交')
  await expect.poll(() => page!.outbox.items.length).toBe(1)
})

it('after midnight a page that stands open does not order for the day that is past', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-30T15:59:00Z') })
  onTestFinished(() => void vi.useRealTimers())
  holdCommands()
  page = await openPage(`/mall/${lunch.id}`, { holder: rider })
  await expect.poll(text).toContain('哪天用餐')
  await tap('兑换')
  vi.setSystemTime(Date.parse('2026-11-30T16:01:00Z'))
  await tap('确认兑换')
  await expect.poll(text).toContain('这一天刚刚过去')
  expect(page.outbox.items).toEqual([])
})

it('a meal is ordered for a day', async () => {
  holdCommands()
  page = await openPage(`/mall/${lunch.id}`, { holder: rider })
  await expect.poll(text).toContain('哪天用餐')
  const days = document.querySelectorAll<HTMLInputElement>('fieldset.chips input')
  expect(days).toHaveLength(8)
  days[1]!.click()
  await settled()
  await tap('兑换')
  await tap('确认兑换')
  await expect
    .poll(() => page!.outbox.items[0]?.envelope.input)
    .toHaveProperty('day', (days[1] as HTMLInputElement).value)
})

it('an item that was never opened can be wished for without a network, from the list', async () => {
  page = await openPage('/mall', { holder: rider })
  await expect.poll(text).toContain('雨衣')
  page.close()
  server.isDown = true
  page = await openPage(`/mall/${raincoat.id}`, { holder: rider })
  await expect.poll(text).toContain('在哪里领')
  expect(button('兑换').disabled).toBe(false)
})

it('a wish that waits can be withdrawn while nothing has left the phone; the points are back', async () => {
  server.isDown = true
  page = await openPage('/orders', { holder: rider })
  await page.outbox.enqueue('mall.redeem', redeem())
  await expect.poll(text).toContain('待确认')
  expect(text()).not.toContain('已兑换')
  await tap('撤回')
  await expect.poll(() => page!.outbox.items.length).toBe(0)
})

it('a withdrawal that the phone could not save says so, and the wish stays', async () => {
  server.isDown = true
  page = await openPage('/orders', { holder: rider })
  await page.outbox.enqueue('mall.redeem', redeem())
  await expect.poll(text).toContain('待确认')
  const failing = vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementation(() => {
    throw new DOMException('the disk is broken', 'UnknownError')
  })
  onTestFinished(() => failing.mockRestore())
  await tap('撤回')
  await expect.poll(text).toContain('没有保存成功')
  expect(page.outbox.items).toHaveLength(1)
  failing.mockRestore()
  await tap('撤回')
  await expect.poll(text).not.toContain('没有保存成功')
})

it('a refused wish says why, and one tap wishes for it at the nearest station that has it', async () => {
  server.decide = () => ({
    status: 'refused',
    refusal: { code: 'mall.soldOut', free: 0, stationId: far!.id, stationName: far!.name },
  })
  page = await openPage('/orders', { holder: rider })
  const wish = redeem()
  await page.outbox.enqueue('mall.redeem', wish)
  await expect.poll(text).toContain('没兑成')
  expect(text()).toContain('这个驿站已经兑完，没有扣你的积分。最近的民意驿站还有。')
  holdCommands()
  await tap('去民意驿站兑')
  await expect.poll(() => page!.outbox.items[0]?.envelope.input).toEqual({ ...wish, stationId: far!.id })
  expect(page.outbox.returned).toEqual([])
})

it('orders that wait come before those that are over', async () => {
  server.answers['mall.myOrders'] = {
    orders: [
      order(),
      order({
        id: crypto.randomUUID(),
        number: 30,
        state: 'lapsed',
        closedAt: 1_700_000_000_000,
        code: null,
        digits: null,
      }),
    ],
    hasMore: false,
  }
  page = await openPage('/orders', { holder: rider })
  await expect.poll(text).toContain('待领取')
  expect(text().indexOf('领取码')).toBeLessThan(text().indexOf('历史记录'))
  expect(text()).toContain('过期未领')
})

it('the station stays the one that was read, though the phone finds out meanwhile where it is', async () => {
  holdCommands()
  let tell: PositionCallback | undefined
  Object.defineProperties(navigator, {
    permissions: { configurable: true, value: { query: async () => ({ state: 'granted' }) } },
    geolocation: {
      configurable: true,
      value: { getCurrentPosition: (found: PositionCallback) => (tell = found) },
    },
  })
  page = await openPage(`/mall/${raincoat.id}`, { holder: rider })
  await expect.poll(text).toContain('在哪里领')
  await tap('兑换') // The station with the most, since nobody knows where the phone is.
  tell!({ coords: { ...near!, accuracy: 10 }, timestamp: Date.now() } as unknown as GeolocationPosition)
  await expect.poll(text).toContain('10 米 · 花楼街 12 号')
  await tap('确认兑换')
  await expect.poll(() => page!.outbox.items[0]?.envelope.input).toHaveProperty('stationId', far!.id)
})

it('the mall is searched by name and giver, and keeps what was searched', async () => {
  page = await openPage('/mall', { holder: rider })
  await expect.poll(text).toContain('雨衣')
  await type('input[type=search]', '午餐')
  await settled()
  expect(document.querySelector('.mall__offers')?.textContent).not.toContain('雨衣')
  expect(text()).toContain('幸福食堂午餐')
  await type('input[type=search]', '骑行社')
  await settled()
  expect(text()).toContain('雨衣')
  await type('input[type=search]', '火箭')
  await settled()
  expect(text()).toContain('没有叫“火箭”的商品')
})

it('what was redeemed says so with what comes next; without a network it is only saved', async () => {
  holdCommands()
  page = await openPage(`/orders/${order().id}?just=made`, { holder: rider })
  await page.outbox.enqueue('mall.redeem', redeem({ orderId: order().id }))
  await expect.poll(text).toContain('已保存')
  expect(text()).not.toContain('换到了')
  server.answers['mall.myOrders'] = { orders: [order()], hasMore: false }
  nudge(['mall.myOrders'])
  await expect.poll(text).toContain('换到了！')
  expect(text()).toMatch(/前去拿/)
  expect(text()).toContain('导航去驿站')
  page.close()
  page = await openPage(`/orders/${order().id}`, { holder: rider })
  await expect.poll(text).toContain('导航去驿站')
  expect(text()).not.toContain('换到了！')
})
