import type { Phone } from '../support/journeys/phone.ts'
import { readFileSync } from 'node:fs'
import { expect, test } from '../support/journeys/journey.ts'
import { axe } from '../support/journeys/pages.ts'
import { cellsOfCsv } from '../support/journeys/xlsx.ts'
import { COMMUNITY } from '../support/template.ts'

const violations = async (phone: Phone) => (await axe(phone)).violations.map(({ id }) => id)
const wide = { width: 1280, height: 800 }
const narrow = { width: 390, height: 844 }

test('a voice is found, answered beside its list, and leaves as a file without whose it is', async ({
  newPhone,
  newRider,
}) => {
  const rider = await newRider('余不言')
  const mark = Math.random().toString(36).slice(2, 8)
  const voiceId = crypto.randomUUID()
  await rider.send('voices.post', {
    ...{ voiceId, kind: 'complaint', text: `窗口没有人 ${mark}`, areaId: COMMUNITY, isAnonymous: true },
    ...{ photos: [], page: 'voices' },
  })
  const admin = await newPhone('admin')
  const { page } = admin
  await page.setViewportSize(wide)
  // Where it stood before.
  await admin.goto('/voices/desk')
  await expect(page).toHaveURL(/\/console\/voices$/)
  await expect(page.getByRole('link', { name: /听大家说/ })).toContainText(/\d+ 件待办/)
  await page.getByRole('searchbox', { name: '按内容找' }).fill(mark)
  const rows = page.getByRole('table', { name: '听大家说' }).locator('tbody tr')
  await expect(rows).toHaveCount(1)
  expect(decodeURIComponent(page.url())).not.toContain(mark)
  await expect(page.getByRole('status').filter({ hasText: '共 1 条' })).toBeVisible()
  expect(await violations(admin)).toEqual([])
  const coming = page.waitForEvent('download')
  await page.getByText('导出', { exact: true }).click()
  await page.getByRole('button', { name: '导出 CSV' }).click()
  const file = readFileSync(await (await coming).path(), 'utf8')
  expect(cellsOfCsv(file).slice(1).map(cells => cells[1])).toEqual([`窗口没有人 ${mark}`])
  expect(file).not.toContain('余不言')
  expect(file).not.toContain(rider.number)

  await rows.getByRole('link').focus()
  await page.keyboard.press('Enter')
  const detail = page.getByRole('region', { name: '详情' })
  await expect(detail).toContainText(`窗口没有人 ${mark}`)
  await expect(page).toHaveURL(new RegExp(`/console/voices/${voiceId}`))
  await detail.getByRole('button', { name: '答复', exact: true }).click()
  expect(await violations(admin)).toEqual([])
  await detail.getByRole('textbox', { name: /答复/ }).fill('已经加派人手')
  await detail.getByText('办好了', { exact: true }).click()
  await detail.getByRole('button', { name: '提交答复' }).click()
  await expect(detail.getByText('已经加派人手').first()).toBeVisible()
  await expect(rows).toHaveCount(0)
  await page.getByRole('link', { name: /^有结果/ }).click()
  await expect(rows).toHaveCount(1)
  await rows.getByRole('link').press('Enter')

  await page.setViewportSize(narrow)
  await expect(detail).toContainText('已经加派人手')
  expect(await violations(admin)).toEqual([])
  await page.getByRole('link', { name: '回列表' }).click()
  await expect(rows.getByRole('link')).toBeFocused()
  expect(await violations(admin)).toEqual([])
})

test('rules are found at the console, and points send there for their caps', async ({ newPhone }) => {
  const admin = await newPhone('admin')
  const { page } = admin
  await page.setViewportSize(wide)
  await admin.open('/organiser/rules/caps')
  await expect(page).toHaveURL(/\/console\/rulings\/caps$/)
  await expect(page.getByRole('region', { name: '详情' }).getByLabel('商圈巡查')).toBeVisible()
  expect(await violations(admin)).toEqual([])
  await page.getByRole('link', { name: '积分管理' }).click()
  await page.getByRole('link', { name: '总览与上限' }).click()
  await page.getByRole('link', { name: '修改每日上限' }).click()
  await expect(page).toHaveURL(/\/console\/rulings\/caps$/)
  await page.setViewportSize(narrow)
  await expect(page.getByLabel('商圈巡查')).toBeVisible()
  expect(await violations(admin)).toEqual([])
  await page.getByRole('link', { name: '回列表' }).click()
  const rows = page.getByRole('table', { name: '规则设置' }).locator('tbody tr')
  await expect(rows.filter({ hasText: '每日积分上限' })).toHaveCount(1)
  expect(await violations(admin)).toEqual([])
})
