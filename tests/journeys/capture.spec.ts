import { cityWithClock } from '../support/journeys/counter.ts'
import { expect, somePhoto, test } from '../support/journeys/journey.ts'
import { somewhere } from '../support/journeys/phone.ts'

test('three taps from the icon to a saved report', async ({ phone }) => {
  const { page } = phone
  await phone.goto('/')
  await page.getByRole('link', { name: '随手拍' }).first().tap()
  const choosing = page.waitForEvent('filechooser')
  await page.locator('input[capture]').tap()
  await (await choosing).setFiles(await somePhoto())
  await page.getByRole('button', { name: '提交' }).tap()
  await expect(page.getByRole('status').filter({ hasText: /已保存|已送达/ })).toBeVisible()
  await expect.poll(async () => (await phone.ask('reports.mine', {})).reports.length).toBe(1)
})

test('an emergency shows whom to ring before anything else, and is then taken with priority', async ({
  phone,
  newPhone,
}) => {
  const { page } = phone
  await phone.goto('/report')
  await page.getByRole('button', { name: '突发事件直报' }).click()
  for (const number of ['110', '119', '120', '12345'])
    await expect(page.getByRole('main').locator(`a[href="tel:${number}"]`)).toBeVisible()
  await expect(page.locator('input[type=file]')).toHaveCount(0)
  await page.getByRole('button', { name: '继续上报' }).click()
  await page.locator('input[capture]').setInputFiles(await somePhoto())
  await expect(page.getByRole('radio', { name: '突发事件' })).toBeChecked()
  await page.getByRole('button', { name: '提交' }).click()
  await expect(page.getByRole('status').filter({ hasText: /已送达/ })).toBeVisible()

  const [report] = (await phone.ask('reports.mine', {})).reports
  expect(report!.dueAt - report!.filedAt).toBe(2 * 3_600_000)
  const staff = await newPhone('staff')
  await staff.goto('/notices')
  await expect(staff.page.getByText(`紧急：上报 #${report!.number}`)).toBeVisible()
})

test('choosing 突发事件 while filling in shows the numbers too', async ({ phone }) => {
  await phone.shoot(await somePhoto())
  await phone.page.getByText('突发事件', { exact: true }).click()
  await expect(phone.page.getByRole('dialog').locator('a[href="tel:119"]')).toBeVisible()
})

test('what somebody nearby has reported is joined by 我也看到了, and no second report is filed', async ({
  phone,
  newPhone,
  apiFor,
  context,
}) => {
  const place = somewhere()
  const first = await newPhone()
  await first.signIn()
  await first.register('先到的人')
  await first.context.setGeolocation(place)
  await first.file(await somePhoto(), { kind: '环境风险', words: '垃圾堵住了盲道' })
  await expect.poll(async () => (await first.ask('reports.mine', {})).reports.length).toBe(1)

  await context.setGeolocation({ ...place, latitude: place.latitude + 0.0002 })
  await phone.shoot(await somePhoto())
  await phone.page.getByText('环境风险', { exact: true }).click()
  await phone.page.getByRole('button', { name: '提交' }).click()
  const sheet = phone.page.getByRole('dialog', { name: '50 米内有人报过' })
  await expect(sheet.getByText(/约 (25|50) 米 · 待受理 · 刚刚/)).toBeVisible()
  await expect(sheet.getByText('垃圾堵住了盲道')).toBeHidden() // Staff have not accepted it yet.
  await sheet.getByRole('button', { name: '我也看到了' }).click()
  await expect(phone.page.getByRole('heading', { name: '上报详情' })).toBeVisible()
  await expect(phone.page.getByText('受理后公开照片和内容')).toBeVisible()
  const reportId = (await first.ask('reports.mine', {})).reports[0]!.id
  await (await apiFor('staff')).send('reports.move', { reportId, to: 'accepted' })
  await expect(phone.page.getByText('垃圾堵住了盲道')).toBeVisible()

  await expect.poll(async () => (await first.ask('reports.mine', {})).reports[0]!.supporters).toBe(1)
  const followed = (await phone.ask('reports.mine', {})).reports
  expect(followed).toMatchObject([{ mine: false, text: '垃圾堵住了盲道' }])
})

test('the shutter alone keeps a draft; a day later it is finished, and counts for when it was seen', async ({
  browser,
  complaints,
}) => {
  const city = await cityWithClock(browser, complaints)
  const phone = await city.phone()
  const { page } = phone
  await phone.register()
  await phone.shoot(await somePhoto())
  const seenAt = Date.now()
  await page.goto('about:blank')
  await city.passed(1)
  await page.clock.install({ time: seenAt + 24 * 3_600_000 })
  await phone.goto('/')
  await page.getByRole('link', { name: '草稿' }).click()
  await page.getByRole('region', { name: '草稿' }).getByRole('link').click()
  await expect(page.getByRole('button', { name: '看第 1 张' })).toBeVisible()
  await page.getByLabel('说明').fill('昨天拍的')
  await page.getByRole('button', { name: '提交' }).click()
  await expect.poll(async () => (await phone.ask('reports.mine', {})).reports.length).toBe(1)
  const [report] = (await phone.ask('reports.mine', {})).reports
  expect(report!.filedAt - report!.seenAt).toBeGreaterThan(23 * 3_600_000)
  await phone.goto('/reports')
  await expect(page.getByRole('region', { name: '草稿' })).toHaveCount(0)
  await city.remove()
})
