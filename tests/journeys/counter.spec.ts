import { browserWithCamera } from '../support/journeys/camera.ts'
import { buy, cityWithClock, scan, screenshotOfCode, stateOf } from '../support/journeys/counter.ts'
import { expect, listen, test } from '../support/journeys/journey.ts'
import { stock } from '../support/journeys/mall.ts'
import { appointed } from '../support/journeys/people.ts'
import { openPhone, someAddress } from '../support/journeys/phone.ts'

test('what a report earned is redeemed and picked up, once', async ({ phone, newPhone, apiFor }) => {
  const [admin, staff, keeper] = [await apiFor('admin'), await apiFor('staff'), await newPhone('keeper')]
  const { order } = await buy(phone, { admin, staff }, '反光雨衣')
  const code = await screenshotOfCode(phone)

  await keeper.goto('/')
  await keeper.page.getByRole('link', { name: /柜台/ }).click()
  await expect(keeper.page.getByText(`#${order.number}`)).toBeVisible()
  await keeper.page.getByRole('link', { name: '扫领取码' }).click()
  await keeper.page.getByLabel('从相册选码的图片').setInputFiles(code)
  await expect(keeper.page.getByRole('heading', { name: '反光雨衣' })).toBeVisible()
  await expect(keeper.page.getByText(`兑换 #${order.number}`)).toBeVisible()
  await keeper.page.getByRole('button', { name: '确认已交给对方' }).click()
  await expect(keeper.page.getByRole('heading', { name: `已交付 #${order.number}` })).toBeVisible()
  await expect(phone.page.getByText('已领取')).toBeVisible()
  expect(await phone.ask('points.mine', {})).toMatchObject({ available: 20, held: 0 })

  await keeper.page.getByRole('button', { name: '继续下一个' }).click()
  await keeper.page.getByLabel('从相册选码的图片').setInputFiles(code)
  await expect(keeper.page.getByText('在这台手机上已经交付过了')).toBeVisible()
  const other = await newPhone('keeper2')
  await scan(other, code)
  await expect(other.page.getByRole('heading', { name: '不要交付' })).toBeVisible()
  await expect(other.page.getByText('这次兑换已领取')).toBeVisible()
})

test('the camera finds the code by itself', async ({ phone, city, complaints, apiFor }) => {
  const { order } = await buy(
    phone,
    { admin: await apiFor('admin'), staff: await apiFor('staff') },
    '手电筒',
  )
  const { browser, show } = await browserWithCamera(city.dataDir)
  await show((await screenshotOfCode(phone)).buffer)
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    extraHTTPHeaders: someAddress(),
    permissions: ['camera'],
  })
  listen(context, complaints)
  const keeper = openPhone(context, await context.newPage(), city.url)
  await keeper.signIn(appointed.keeper.phone)
  await keeper.goto('/counter/hand-over')
  await expect(keeper.page.getByRole('heading', { name: '手电筒' })).toBeVisible()
  await keeper.page.getByRole('button', { name: '确认已交给对方' }).click()
  await expect(keeper.page.getByRole('heading', { name: `已交付 #${order.number}` })).toBeVisible()
  expect(await stateOf(phone, order.id)).toBe('handedOver')
  await browser.close()
})

test('offline a keeper hands over and reports it later; a second keeper is refused with why', async ({
  phone,
  newPhone,
  apiFor,
}) => {
  const [admin, staff, keeper, other] = [
    await apiFor('admin'),
    await apiFor('staff'),
    await newPhone('keeper', { losesNetwork: true }),
    await newPhone('keeper2', { losesNetwork: true }),
  ]
  const { order } = await buy(phone, { admin, staff }, '保温杯')
  const code = await screenshotOfCode(phone)
  for (const each of [keeper, other]) {
    await each.goto('/counter')
    await each.installed()
    await expect(each.page.getByText(`#${order.number}`)).toBeVisible()
    await each.offline()
    await scan(each, code)
    await expect(each.page.getByRole('heading', { name: '保温杯' })).toBeVisible()
    await each.page.getByRole('button', { name: '确认已交给对方' }).click()
    await expect(each.page.getByRole('heading', { name: '已保存' })).toBeVisible()
  }
  expect(await stateOf(phone, order.id)).toBe('open')
  await scan(keeper, code)
  await expect(keeper.page.getByText('在这台手机上已经交付过了')).toBeVisible()
  await keeper.goto('/counter')
  await expect(keeper.page.getByText('1 次交付已保存，联网后自动提交')).toBeVisible()

  await keeper.online()
  await expect.poll(() => stateOf(phone, order.id)).toBe('handedOver')
  await expect(keeper.page.getByRole('region', { name: '今天已交付' }).getByText(`#${order.number}`)).toBeVisible()
  await other.goto('/counter')
  await other.online()
  const troubles = other.page.getByRole('region', { name: '异常交付' })
  await expect(troubles.getByText('这次兑换已领取，不能再改。')).toBeVisible()
  await troubles.getByRole('button', { name: '知道了' }).click()
  await expect(troubles).toHaveCount(0)
})

test('digits read aloud name the goods, and need a network', async ({ phone, newPhone, apiFor }) => {
  const { order } = await buy(phone, { admin: await apiFor('admin'), staff: await apiFor('staff') }, '雨鞋')
  const keeper = await newPhone('keeper', { losesNetwork: true })
  await keeper.goto('/counter')
  await keeper.installed()
  await keeper.page.getByRole('link', { name: '输入 6 位领取码' }).click()
  const digits = keeper.page.getByLabel('对方的 6 位领取码')
  await digits.fill(String((Number(order.digits) + 1) % 1_000_000).padStart(6, '0'))
  await keeper.page.getByRole('button', { name: '核对' }).click()
  await expect(keeper.page.getByText('没有查到')).toBeVisible()

  await keeper.offline()
  await expect(keeper.page.getByText('没有网络，不能核对数字')).toBeVisible()
  await keeper.online()
  await digits.fill(order.digits!)
  await keeper.page.getByRole('button', { name: '核对' }).click()
  await expect(keeper.page.getByRole('heading', { name: '雨鞋' })).toBeVisible()
  await keeper.page.getByRole('button', { name: '确认已交给对方' }).click()
  await expect(keeper.page.getByRole('heading', { name: `已交付 #${order.number}` })).toBeVisible()
  expect(await stateOf(phone, order.id)).toBe('handedOver')
})

test('what nobody fetches in a week lapses by the clock, and its code buys nothing any more', async ({
  browser,
  complaints,
}) => {
  const city = await cityWithClock(browser, complaints)
  const [phone, admin, staff, keeper] = [
    await city.phone(),
    await city.api(appointed.admin.phone),
    await city.api(appointed.staff.phone),
    await city.phone(appointed.keeper.phone),
  ]
  await phone.register()
  const { item, order } = await buy(phone, { admin, staff }, '护膝')
  const code = await screenshotOfCode(phone)
  await city.later(8)
  // The clock looks once a minute.
  await expect.poll(() => stateOf(phone, order.id)).toBe('lapsed')
  expect(await phone.ask('points.mine', {})).toMatchObject({ available: 50, held: 0 })
  expect((await phone.ask('mall.item', { itemId: item.id })).stock.map(({ free }) => free)).toEqual([3])
  await phone.goto(`/orders/${order.id}`)
  await expect(phone.page.getByText('过期未领')).toBeVisible()
  await scan(keeper, code)
  await expect(keeper.page.getByText('不能再交付')).toBeVisible()
  expect((await keeper.ask('mall.desk', {})).stations[0]!.orders).toMatchObject([
    { id: order.id, state: 'lapsed' },
  ])
  await city.remove()
})

test('a keeper counts the shelf; without a network what was typed stays', async ({ newPhone, apiFor }) => {
  const [admin, keeper] = [await apiFor('admin'), await newPhone('keeper', { losesNetwork: true })]
  await stock(admin, { name: '纸巾', price: 10, at: { near: 5 } })
  await keeper.goto('/counter/shelf')
  await keeper.installed()
  await keeper.page.getByRole('button', { name: /纸巾/ }).click()
  await keeper.page.getByText('损坏', { exact: true }).click()
  await keeper.page.getByLabel('损坏件数').fill('2')
  await keeper.page.getByLabel('损坏原因').fill('受潮')
  await keeper.offline()
  await keeper.page.getByRole('button', { name: '登记损坏' }).click()
  await expect(keeper.page.getByText('没有网络，没有发出去')).toBeVisible()
  await expect(keeper.page.getByLabel('损坏件数')).toHaveValue('2')
  await keeper.online()
  await keeper.page.getByRole('button', { name: '登记损坏' }).click()
  await expect(keeper.page.getByText('纸巾：损坏 2 件，已登记')).toBeVisible()
  await expect(keeper.page.getByRole('button', { name: /纸巾/ }).getByText('3', { exact: true })).toBeVisible()
  await expect(keeper.page.getByRole('region', { name: '库存变动' }).getByText('损坏 · 纸巾')).toBeVisible()
})
