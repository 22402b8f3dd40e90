import { randomUUID } from 'node:crypto'
import { expect, OFFLINE, test } from '../support/journeys/journey.ts'
import { axe } from '../support/journeys/pages.ts'
import { COMMUNITY } from '../support/template.ts'

test('staff write an alert at a desk, and an open phone shows it; it is corrected, then ended early', async ({
  phone,
  newPhone,
}) => {
  const mark = randomUUID().slice(0, 6)
  const [first, second] = [`暴雨预警${mark}`, `暴雨红色预警${mark}`]
  await phone.goto('/points')
  await expect(phone.page.getByRole('heading', { level: 1, name: '积分' })).toBeVisible()
  const board = await newPhone()
  await board.goto('/')
  await expect(board.page.getByRole('heading', { level: 1 })).toBeVisible()

  const staff = await newPhone('staff')
  const { page } = staff
  await page.setViewportSize({ width: 1280, height: 800 })
  await staff.goto('/console/announcements')
  await page.getByRole('link', { name: '新发通知或预警' }).click()
  const form = page.getByRole('form', { name: '新发' })
  await form.getByRole('button', { name: '发布通知' }).click()
  await expect(form.getByRole('alert')).toContainText('请写标题')
  await form.getByText('预警', { exact: true }).click()
  await form.getByLabel('标题').fill(first)
  await form.getByLabel('内容').fill('低洼处积水，绕行')
  expect((await axe(staff)).violations).toEqual([])
  await form.getByRole('button', { name: '发布预警' }).click()
  await expect(page.getByRole('row').filter({ hasText: first })).toContainText('生效中')

  await expect(phone.page.getByRole('link', { name: first })).toBeVisible()
  // A short page and a desk need no scrolling because of the bar above them.
  await phone.goto('/voices/code')
  for (const each of [phone.page, page]) {
    await expect(each.getByRole('alert').getByRole('link', { name: first })).toBeVisible()
    await expect.poll(() => each.evaluate(() =>
      document.documentElement.scrollHeight - window.innerHeight)).toBeLessThanOrEqual(0)
  }
  await phone.page.getByRole('link', { name: first }).click()
  await expect(phone.page.getByText('低洼处积水，绕行')).toBeVisible()
  // A visitor has no stream of events: the next page, or a minute, brings it.
  await board.goto('/')
  await expect(board.page.getByRole('heading', { name: first })).toBeVisible()

  await page.getByRole('table').getByRole('link', { name: first }).click()
  const detail = page.getByRole('region', { name: '详情' })
  await detail.getByRole('button', { name: '更正' }).click()
  const again = page.getByRole('form', { name: '更正' })
  await again.getByLabel('标题').fill(second)
  await again.getByRole('button', { name: '保存更正' }).click()
  await expect(phone.page.getByRole('heading', { name: second })).toBeVisible()
  await expect(detail).toContainText('更正过 1 次')
  await detail.getByRole('button', { name: '提前结束' }).click()
  await detail.getByRole('textbox').fill('雨停了')
  await detail.getByRole('form').getByRole('button', { name: '提前结束' }).click()
  await expect(detail).toContainText('提前结束：雨停了')
  await expect(page.getByRole('row').filter({ hasText: second })).toContainText('已结束')
  await expect(phone.page.getByRole('heading', { name: second })).toHaveCount(0)
})

test('on 首页 without a network too, until its end by the phone\'s own clock', OFFLINE, async ({
  phone,
  apiFor,
}) => {
  const { page } = phone
  const title = `停水通知${randomUUID().slice(0, 6)}`
  const now = Date.now()
  await (await apiFor('staff')).send('announcements.publish', {
    announcementId: randomUUID(),
    kind: 'notice',
    title,
    words: '晚上恢复',
    areaId: COMMUNITY,
    startsAt: now,
    endsAt: now + 3_600_000,
    stationTimes: { opens: 0, closes: 1440 },
  })
  await phone.goto('/')
  const shown = page.getByRole('region', { name: '通知和预警' }).getByRole('heading', { name: title })
  await expect(shown).toBeVisible()
  expect((await axe(phone)).violations).toEqual([])
  await phone.installed()
  await phone.offline()
  await phone.goto('/')
  await expect(shown).toBeVisible()
  await expect(page.getByText('驿站延长开放：每天').first()).toBeVisible()
  await page.clock.setFixedTime(now + 3_600_001)
  await phone.goto('/')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(shown).toHaveCount(0)
  await phone.online()
})
