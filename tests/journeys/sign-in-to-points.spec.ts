import type { Page } from '@playwright/test'
import type { Phone } from '../support/journeys/phone.ts'
import { expect, IPHONE_PHOTO, listen, somePhoto, test } from '../support/journeys/journey.ts'
import { openPhone } from '../support/journeys/phone.ts'

async function registerByHand(page: Page) {
  await expect(page.getByRole('heading', { name: '报到' })).toBeVisible()
  await page.getByLabel('姓名').fill('孙小暑')
  await page.getByText('小哥（骑手、快递员、司机）').click()
  await page.getByText('美团').click()
  await page.getByText('外卖骑手').click()
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByRole('button', { name: '常跑的社区' }).click()
  await page.getByRole('searchbox').fill('民意街')
  await page.getByRole('list', { name: '搜索结果' }).getByRole('button').first().click()
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: '报到' }).click()
  await expect(page.getByRole('heading', { name: '报到好了，欢迎你' })).toBeVisible()
  await page.getByRole('link', { name: '去首页' }).or(page.getByRole('button', { name: '去首页' })).click()
}

/**
 * Presses a button of the desk, and the one of the same name in the sheet that asks for more, after `fill`.
 */
async function act({ page }: Phone, name: string, fill?: () => Promise<void>) {
  await page.getByRole('button', { name, exact: true }).click()
  if (!fill) return
  await fill()
  await page.getByRole('dialog').getByRole('button', { name, exact: true }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
}

async function settle(unit: Phone, words: string) {
  await act(unit, '提交处理结果', async () => {
    await unit.page.getByLabel('处理说明').fill(words)
    await unit.page.getByLabel('拍照或选照片').setInputFiles(await somePhoto())
    await expect(unit.page.getByAltText('处理后照片 1', { exact: true })).toBeVisible()
  })
  await expect(unit.page.getByText('已提交，等上报人确认')).toBeVisible()
}

test('a newcomer signs in, reports a hazard, follows, reopens and confirms it, and finds points', async ({
  page,
  context,
  city,
  newPhone,
  complaints,
}) => {
  listen(context, complaints)
  const rider = openPhone(context, page, city.url)
  await rider.goto('/')
  await expect(page.getByRole('link', { name: '用手机号登录' })).toBeVisible()
  await rider.signInByHand()
  await registerByHand(page)

  await page.getByRole('link', { name: '首页' }).click()
  await page.getByRole('link', { name: '随手拍' }).first().click()
  await page.locator('input[capture]').setInputFiles(IPHONE_PHOTO)
  await expect(page.getByText('按照片定位')).toBeVisible()
  await page.getByText('安全隐患', { exact: true }).click()
  await page.getByLabel('说明').fill('井盖翘起来了')
  await page.getByRole('button', { name: '提交' }).click()
  await expect(page.getByRole('dialog')).toContainText('2016年3月24日 拍的，不是在本市拍的')
  await page.getByRole('button', { name: '是，就这样提交' }).click()
  const told = page.getByRole('status').filter({ hasText: /已保存|已送达/ })
  await expect(told).toBeVisible()
  await expect(told).toContainText(/已送达 #\d+/)
  const number = /#\d+/.exec((await told.textContent())!)![0]
  const [filed] = (await rider.ask('reports.mine', {})).reports

  const staff = await newPhone('staff')
  await staff.goto('/desk')
  await staff.page.getByRole('link', { name: number }).click()
  await expect(staff.page.getByRole('region', { name: '详情' })).toContainText('孙小暑')
  await act(staff, '受理')
  await act(staff, '派单', async () => staff.page.getByRole('radio', { name: '市政维修队' }).check())
  await expect(staff.page.getByRole('heading', { name: '安全隐患 · 已派单' })).toBeVisible()

  const unit = await newPhone('unit')
  await unit.goto('/desk?view=running')
  await unit.page.getByRole('link', { name: number }).or(unit.page.getByText('没有处理中的上报')).first().waitFor()
  await unit.goto(`/desk/${filed!.id}`)
  await act(unit, '接单')
  await settle(unit, '井盖已压平')

  // The rider's pages are told by the server; nobody reloads them.
  await page.getByRole('link', { name: '首页' }).click()
  await page.getByRole('link', { name: /消息/ }).click()
  for (const words of ['+50 积分', '去评价']) await expect(page.getByText(words).first()).toBeVisible()
  await page.getByText('已处理，去看看修好没有').click()
  const pair = page.getByRole('slider', { name: '左右拖动，比较处理前后' })
  await pair.press('End')
  await expect(pair).toHaveValue('100')
  await page.getByRole('button', { name: '看大图（2 张）' }).click()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('dialog')).toContainText('2 / 2')
  await page.goBack()
  await expect(page.getByRole('dialog')).toBeHidden()

  await page.getByRole('button', { name: '没修好' }).click()
  await page.getByLabel('哪里没修好').fill('井盖还是响')
  await page.getByRole('button', { name: '没修好，请重新处理' }).click()
  await expect(page.getByText('已请街道重新处理')).toBeVisible()
  await page.getByRole('button', { name: '看这条上报' }).click()
  await expect(page.getByText('没修好，重新处理')).toBeVisible()

  await expect(unit.page.getByText('井盖还是响')).toBeVisible()
  await settle(unit, '换了新井盖')
  await page.getByRole('button', { name: '修好了' }).click()
  await page.locator('label', { hasText: '5 颗星' }).click()
  await page.getByRole('button', { name: '提交评价' }).click()
  await expect(page.getByText('谢谢你，这件事办结了')).toBeVisible()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: '分享前后对比' }).click()
  expect((await download).suggestedFilename()).toBe('小蜜蜂-修好了.jpg')
  await page.getByRole('button', { name: '看这条上报' }).click()
  await expect(page.getByRole('region', { name: '状态' })).toContainText('已办结')
  await expect(page.getByText('5 星')).toBeVisible()

  await rider.goto('/points')
  await expect(page.getByRole('region', { name: '现有积分' })).toContainText('50')
  await expect(page.getByRole('link', { name: /上报 #\d+ 被受理.*\+50/ })).toBeVisible()
})
