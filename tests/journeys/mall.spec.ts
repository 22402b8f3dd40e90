import type { Phone } from '../support/journeys/phone.ts'
import { test } from '../support/journeys/browser.ts'
import { expect, OFFLINE } from '../support/journeys/journey.ts'
import { earn, hasSeen, redeem, stock } from '../support/journeys/mall.ts'
import { placeOf, STATIONS } from '../support/journeys/people.ts'
import { newNumber } from '../support/journeys/phone.ts'

const openOrders = async (phone: Phone) =>
  (await phone.ask('mall.myOrders', {})).orders.filter(({ state }) => state === 'open')
const balance = async (phone: Phone) => {
  const { available, held } = await phone.ask('points.mine', {})
  return { available, held }
}

test('points earned by a report buy a raincoat: one tap from home there is its code', async ({
  phone,
  apiFor,
}) => {
  const { page } = phone
  const item = await stock(await apiFor('admin'), {
    name: '反光雨衣',
    price: 40,
    at: { near: 3, far: 5 },
    donor: { name: '江城骑行社', words: '' },
  })
  await earn(phone, await apiFor('staff'))

  // The list names the nearest station: where the fixture puts a rider, that may be the far one.
  await phone.context.setGeolocation({ ...placeOf('near'), accuracy: 12 })
  await phone.goto('/')
  await page.getByRole('link', { name: '商城' }).click()
  await expect(page.getByText('可用积分')).toBeVisible()
  // By its address: another journey may have listed one of the same name.
  const listed = page.locator(`a[href="/mall/${item.id}"]`)
  await expect(listed).toHaveAccessibleName(/反光雨衣.*剩.3.件/)
  await listed.click()
  await expect(page.getByRole('radio', { name: /花楼驿站/ })).toBeChecked()
  await redeem(phone)

  await expect(page.getByRole('img', { name: '领取码' })).toBeVisible()
  const [order] = await openOrders(phone)
  await expect(page.getByText(order!.digits!.slice(0, 3), { exact: true })).toBeVisible()
  await expect(page.getByText('花楼街 12 号')).toBeVisible()
  expect(await balance(phone)).toEqual({ available: 10, held: 40 })

  await phone.goto('/')
  await page.getByRole('link', { name: /反光雨衣.*领取码/ }).click()
  await expect(page.getByRole('img', { name: '领取码' })).toBeVisible()
  await phone.goto('/points')
  await page.getByRole('link', { name: /兑换反光雨衣（待领取）/ }).click()
  await expect(page).toHaveURL(new RegExp(`/orders/${order!.id}`))
})

test('the code is there without a network, and in the dark on white', OFFLINE, async ({ phone, apiFor }) => {
  const item = await stock(await apiFor('admin'), { name: '保温杯', price: 30, at: { near: 2 } })
  await earn(phone, await apiFor('staff'))
  await phone.installed()
  await phone.goto(`/mall/${item.id}`)
  await redeem(phone)
  await expect(phone.page.getByRole('img', { name: '领取码' })).toBeVisible()
  const [order] = await openOrders(phone)

  await phone.page.addInitScript(() => {
    const request = navigator.wakeLock.request.bind(navigator.wakeLock)
    navigator.wakeLock.request = (type) => {
      document.documentElement.dataset.awake = type
      return request(type)
    }
  })
  await phone.offline()
  await phone.page.emulateMedia({ colorScheme: 'dark' })
  await phone.goto('/')
  await phone.page.getByRole('link', { name: /保温杯.*领取码/ }).click()
  await expect(phone.page.getByText(order!.digits!.slice(3), { exact: true })).toBeVisible()
  await expect(phone.page.locator('html')).toHaveAttribute('data-awake', 'screen')
  await expect(phone.page.locator('.code')).toHaveCSS('background-color', 'rgb(255, 255, 255)')
})

test('an offline redemption outlives a killed browser, counts against the points, and is confirmed', async ({
  disk,
  apiFor,
}) => {
  const item = await stock(await apiFor('admin'), { name: '护膝', price: 30, at: { near: 2 } })
  const first = await disk.open()
  await first.signIn(newNumber())
  await first.register()
  await earn(first, await apiFor('staff'))
  await hasSeen(first, item)
  await first.installed()
  await disk.close()

  const before = await disk.open({ offline: true })
  await before.goto(`/mall/${item.id}`)
  await redeem(before)
  await expect(before.page.getByText('待确认').first()).toBeVisible()
  await disk.kill()

  const after = await disk.open({ offline: true })
  await after.goto('/points')
  await expect(after.page.getByText('已减去待确认的兑换 30 分')).toBeVisible()
  await expect(after.page.locator('.points__number')).toHaveText('20')
  expect(await openOrders(after)).toEqual([])
  await after.goto('/orders')
  await expect(after.page.getByRole('region', { name: '待确认' }).getByText('护膝')).toBeVisible()

  await after.online()
  await expect(after.page.getByRole('region', { name: '待领取' }).getByText('护膝')).toBeVisible()
  await expect(after.page.getByRole('region', { name: '待确认' })).toHaveCount(0)
  expect(await openOrders(after)).toHaveLength(1)
  expect(await balance(after)).toEqual({ available: 20, held: 30 })
  await after.goto('/points')
  await expect(after.page.locator('.points__number')).toHaveText('20')
})

test('what has sold out meanwhile is returned with why, and one tap gets it elsewhere', OFFLINE, async ({
  phone,
  apiFor,
}) => {
  const { page } = phone
  const [admin, staff] = [await apiFor('admin'), await apiFor('staff')]
  const item = await stock(admin, { name: '头盔', price: 30, at: { near: 1, far: 4 } })
  await earn(phone, staff)
  await phone.installed()
  await hasSeen(phone, item)

  await phone.offline()
  await redeem(phone, { at: 'near' })
  await expect(page.getByText('待确认').first()).toBeVisible()
  await admin.send('mall.damage', {
    moveId: crypto.randomUUID(),
    itemId: item.id,
    stationId: STATIONS.near.id,
    count: 1,
    words: '摔坏了',
  })
  await phone.online()

  await expect(page.getByText('没兑成')).toBeVisible()
  await expect(page.getByText('这个驿站已经兑完，没有扣你的积分。最近的民意驿站还有。')).toBeVisible()
  expect(await balance(phone)).toEqual({ available: 50, held: 0 })
  await page.getByRole('button', { name: '去民意驿站兑' }).click()
  await expect(page.getByRole('img', { name: '领取码' })).toBeVisible()
  await expect(page.getByText('民意四路 3 号')).toBeVisible()
  expect((await openOrders(phone)).map(({ station }) => station.name)).toEqual(['民意驿站'])
})

test('a wish is withdrawn before it leaves; an order is cancelled, the points are back', OFFLINE, async ({
  phone,
  apiFor,
}) => {
  const { page } = phone
  const item = await stock(await apiFor('admin'), { name: '手机支架', price: 30, at: { near: 1 } })
  await earn(phone, await apiFor('staff'))
  await phone.installed()
  await hasSeen(phone, item)
  await phone.offline()
  await redeem(phone)
  await page.getByRole('button', { name: '撤回' }).click()
  await expect(page.getByText('还没有换过东西')).toBeVisible()
  await phone.online()

  await phone.goto(`/mall/${item.id}`)
  await redeem(phone)
  await expect(page.getByRole('img', { name: '领取码' })).toBeVisible()
  await page.getByRole('button', { name: '取消兑换' }).click()
  await expect(page.getByText('取消后 30 积分退回，货让给别人，确定吗？')).toBeVisible()
  await page.getByRole('button', { name: '取消兑换' }).click()
  await expect(page.getByText('已取消')).toBeVisible()
  expect(await balance(phone)).toEqual({ available: 50, held: 0 })
  const [again] = (await phone.ask('mall.items', {})).items.filter(({ id }) => id === item.id)
  expect(again!.stock).toEqual([{ stationId: STATIONS.near.id, free: 1 }])
  await phone.goto('/points')
  await expect(page.getByRole('link', { name: /退回：手机支架/ })).toBeVisible()
})
