// @vitest-environment dom
import type { PhoneServer } from '../../../support/client/page.ts'
import { day } from '#client/app/words/index.ts'
import { qrPath } from '#client/ui/qr.ts'
import { DAY_MS, dayOf } from '#shared/kernel/day.ts'
import decode from 'qr/decode.js'
import { expect, it } from 'vitest'
import { freshPhone, me, openPage, tap, text } from '../../../support/client/page.ts'
import { mall, order, points } from './mall-stock.ts'

const rider = me('courier')
let server: PhoneServer
let page: Awaited<ReturnType<typeof openPage>> | undefined
freshPhone(() => ({
  'identity.me': rider,
  'points.mine': points({ held: 80 }),
  'notices.mine': { notices: [], unread: 0, hasMore: false },
  'reports.mine': { reports: [], hasMore: false },
  'mall.items': mall,
  'mall.myOrders': { orders: [order()], hasMore: false },
}), given => server = given)

const open = (id = order().id) => openPage(`/orders/${id}`, { holder: rider })

it('an order shows its code, digits, station and time without a network, from the phone', async () => {
  page = await open()
  await expect.poll(text).toContain('花楼驿站')
  page.close()
  server.isDown = true
  page = await open()
  await expect.poll(text).toContain('482913')
  expect(document.querySelector('svg[role=img] path')?.getAttribute('d')).toBe(qrPath(order().code!).path)
  expect(text()).toContain('花楼街 12 号')
  expect(text()).toContain('前领取')
})

it('a code has a white quiet zone of four modules on every side', () => {
  const { path, size } = qrPath('BEE1.code')
  const cells = [...path.matchAll(/M(\d+) (\d+)/g)].flatMap(([, x, y]) => [Number(x), Number(y)])
  expect(Math.min(...cells)).toBe(4)
  expect(Math.max(...cells)).toBe(size - 5)
})

it('what a camera reads from the code is the code', () => {
  const { path, size } = qrPath(order().code!)
  const SCALE = 4
  const side = size * SCALE
  const data = new Uint8Array(side * side * 4).fill(255)
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)/g)) {
    for (let row = 0; row < SCALE; row++) {
      const from = ((Number(y) * SCALE + row) * side + Number(x) * SCALE) * 4
      // Black, and opaque as it was.
      for (let pixel = from; pixel < from + SCALE * 4; pixel += 4) data.fill(0, pixel, pixel + 3)
    }
  }
  expect(decode({ width: side, height: side, data })).toBe(order().code)
})

it('home leads to the code of an order that waits', async () => {
  page = await openPage('/', { holder: rider })
  await expect.poll(text).toContain('领取码')
  expect(document.querySelector(`a[href="/orders/${order().id}"]`)?.textContent).toContain('雨衣')
})

it('an order is cancelled after one question, by a command that may wait', async () => {
  page = await open()
  await expect.poll(text).toContain('取消兑换')
  await tap('取消兑换')
  expect(text()).toContain('取消后 80 积分退回')
  server.decide = () => ({ status: 'retry', afterMs: 60_000 })
  await tap('取消兑换')
  await expect.poll(text).toContain('取消 待发送')
  expect(page.outbox.items[0]?.envelope).toMatchObject({
    name: 'mall.cancel',
    input: { orderId: order().id },
  })
})

it('a meal for a kindness shows its day, its window and what it was for', async () => {
  server.answers['mall.myOrders'] = {
    orders: [
      order({
        points: 0,
        day: dayOf(Date.now() + 4 * DAY_MS),
        words: '给王奶奶送药',
        item: { ...order().item, kind: 'meal', name: '幸福食堂午餐' },
      }),
    ],
    hasMore: false,
  }
  page = await open()
  await expect.poll(text).toContain('到“小哥窗口”出示')
  expect(text()).toContain(day(dayOf(Date.now() + 4 * DAY_MS)))
  expect(text()).toContain('给王奶奶送药')
  expect(text()).toContain('不用积分')
})

it('an order that is over says how it ended and shows no code', async () => {
  server.answers['mall.myOrders'] = {
    orders: [order({ state: 'lapsed', closedAt: Date.now(), code: null, digits: null })],
    hasMore: false,
  }
  page = await open()
  await expect.poll(text).toContain('过期未领')
  expect(text()).toContain('80（已退回）')
  expect(document.querySelector('svg[role=img]')).toBeNull()
})

it('an old order is found behind the first page', async () => {
  const old = order({
    id: crypto.randomUUID(),
    number: 3,
    state: 'handedOver',
    madeAt: 1_700_000_000_000,
    closedAt: 1_700_000_100_000,
    code: null,
    digits: null,
  })
  server.answers['mall.myOrders'] = ({ before }: { before?: number }) =>
    before === undefined ? { orders: [order()], hasMore: true } : { orders: [old], hasMore: false }
  page = await open(old.id)
  await expect.poll(text).toContain('#3')
  expect(text()).toContain('已领取')
})

it('a wish that has just been accepted becomes the order on the same page', async () => {
  const fresh = order({ id: crypto.randomUUID(), number: 32 })
  server.isDown = true
  page = await open(fresh.id)
  await page.outbox.enqueue('mall.redeem', {
    orderId: fresh.id,
    itemId: fresh.item.id,
    stationId: fresh.station.id,
    count: 1,
    price: 80,
  })
  await expect.poll(text).toContain('待确认')
  server.answers['mall.myOrders'] = { orders: [fresh], hasMore: false }
  server.decide = () => ({ status: 'accepted', result: { number: 32, pickUpBy: fresh.pickUpBy } })
  server.isDown = false
  page.outbox.retryNow()
  await expect.poll(text).toContain('482913')
  expect(text()).not.toContain('待确认')
})
