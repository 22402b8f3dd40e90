import type { Page } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import { cityWithClock } from '../support/journeys/counter.ts'
import { expect, OFFLINE, somePhoto, test } from '../support/journeys/journey.ts'
import { appointed } from '../support/journeys/people.ts'
import { COMMUNITY } from '../support/template.ts'

/** Sessions that ended and what is no more are refused; Chromium writes the answer's number down. */
const isAboutRefusal = (words: string) => /status of 40[14]/.test(words)
const statusOf = (page: Page, path: string) =>
  page.evaluate(async at => (await fetch(at, { headers: { 'x-little-bee': '1' } })).status, path)

test('an admin rules for how long; then person and photo are gone; page, desk, audit say', OFFLINE, async ({
  browser,
  complaints,
}) => {
  const city = await cityWithClock(browser, complaints)
  const [phone, staff, admin] = [
    await city.phone(),
    await city.phone(appointed.staff.phone),
    await city.phone(appointed.admin.phone),
  ]
  for (const { page } of [staff, admin]) await page.setViewportSize({ width: 1280, height: 800 })
  await phone.register()
  await phone.file(await somePhoto(), { words: '巷口的灯箱歪了' })
  await expect.poll(async () => (await phone.ask('reports.mine', {})).reports.length).toBe(1)
  const { id: reportId, photo } = (await phone.ask('reports.mine', {})).reports[0]!
  await staff.send('reports.move', { reportId, to: 'declined', words: '现场没有' })
  const withdrawn = { reportId: randomUUID(), kind: 'other', text: '', areaId: COMMUNITY, seenAt: 0 } as const
  await phone.send('reports.file', { ...withdrawn, seenAt: Date.now(), photos: [photo!.hash] })
  await phone.send('reports.withdraw', { reportId: withdrawn.reportId })
  await phone.goto(`/reports/${reportId}`)
  await phone.installed()
  await expect(phone.page.getByRole('heading', { name: /未受理/ })).toBeVisible()
  const photos = ['full', 'thumb'].map(size => `/api/photos/${photo!.hash}/${size}`)
  for (const path of photos) expect(await statusOf(phone.page, path)).toBe(200) // Kept on the phone now.

  await admin.goto('/console/rulings')
  await admin.page.getByRole('link', { name: '保存期限' }).click()
  await admin.page.getByLabel('不受理、撤回的上报').fill('30')
  await admin.page.getByLabel('修改原因').fill('档案管理要求')
  await admin.page.getByRole('button', { name: '保存' }).click()
  await expect(admin.page.getByText('不受理、撤回的上报：365 → 30 天')).toBeVisible()

  await city.later(31)
  await Promise.all([
    phone.signIn(phone.number),
    staff.signIn(appointed.staff.phone),
    admin.signIn(appointed.admin.phone),
  ])
  await expect.poll(() => statusOf(phone.page, photos[0]!)).toBe(404)
  expect(await statusOf(phone.page, photos[1]!)).toBe(404)
  await phone.goto(`/reports/${reportId}`)
  await expect(phone.page.getByText('保存期满的上报会删去上报人和照片，不能再查看')).toBeVisible()
  await phone.page.getByRole('link', { name: '看我的上报' }).click()
  await expect(phone.page.getByText(/还没有上报/)).toBeVisible()

  await staff.goto(`/desk/${reportId}`)
  await expect(staff.page.getByText('保存期已满，上报人和照片已删除')).toBeVisible()
  await expect(staff.page.getByText('巷口的灯箱歪了').first()).toBeVisible()

  await admin.goto('/people/acts')
  const line = admin.page.getByRole('table', { name: '操作记录' }).locator('tbody tr').first()
  for (const words of ['到期删除个人信息和照片', '系统自动', '不受理或撤回 2 件，办结 0 件'])
    await expect(line).toContainText(words)
  expect(complaints.splice(0).filter(words => !isAboutRefusal(words))).toEqual([])
  await city.remove()
})
