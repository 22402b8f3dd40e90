import type { Phone } from '../support/journeys/phone.ts'
import { readFileSync } from 'node:fs'
import { expect, test } from '../support/journeys/journey.ts'
import { axe } from '../support/journeys/pages.ts'
import { cellsOfCsv } from '../support/journeys/xlsx.ts'

const violations = async (phone: Phone) => (await axe(phone)).violations.map(({ id }) => id)
const wide = { width: 1280, height: 800 }
const narrow = { width: 390, height: 844 }

test('a desk\'s table is walked by keys alone, narrowed by a link, and readable wide and narrow', async ({
  newPhone,
  newRider,
}) => {
  const { number } = await newRider('秦小表')
  const admin = await newPhone('admin')
  const { page } = admin
  await admin.send('points.correct', {
    correctionId: crypto.randomUUID(),
    phone: number,
    amount: 7,
    words: '表格里看看',
  })
  await page.setViewportSize(wide)
  await admin.goto('/console/audit?act=points.correct')
  const rows = page.getByRole('table', { name: '操作记录' }).locator('tbody tr')
  await expect(rows.filter({ hasText: '表格里看看' })).toHaveCount(1)
  await expect(rows.filter({ hasNotText: '申请积分更正' })).toHaveCount(0)
  expect(await violations(admin)).toEqual([])

  await rows.first().getByRole('link').focus()
  await page.keyboard.press('Enter')
  const detail = page.getByRole('region', { name: '详情' })
  await expect(detail).toContainText('申请积分更正')
  await expect(page).toHaveURL(/\/console\/audit\/[\w-]+\?act=points\.correct/)
  await expect(rows.first()).toBeVisible()
  expect(await violations(admin)).toEqual([])

  await page.setViewportSize(narrow)
  await expect(rows.first()).toBeHidden()
  expect(await violations(admin)).toEqual([])
  await page.getByRole('link', { name: '回列表' }).press('Enter')
  await expect(rows.first().getByRole('link')).toBeFocused()
  await expect(detail).toHaveCount(0)
  expect(await violations(admin)).toEqual([])
})

test('what is sought stands in no address; the file has what the list is narrowed to', async ({
  newPhone,
}) => {
  const admin = await newPhone('admin')
  const { page } = admin
  await page.setViewportSize(wide)
  await admin.goto('/console/people?kind=staff')
  const rows = page.getByRole('table', { name: '人员与岗位' }).locator('tbody tr')
  await expect(rows.filter({ hasText: '社区小赵' })).toHaveCount(1)
  expect(await violations(admin)).toEqual([])
  const coming = page.waitForEvent('download')
  await page.getByText('导出', { exact: true }).click()
  await page.getByRole('button', { name: '导出 CSV' }).click()
  const [titles, ...lines] = cellsOfCsv(readFileSync(await (await coming).path(), 'utf8'))
  expect(titles).toEqual(['姓名', '身份', '片区', '岗位', '停用'])
  expect(lines).toHaveLength(await rows.count())
  expect(lines.every(([, , , posts]) => posts!.includes('社区工作人员'))).toBe(true)

  await page.getByRole('searchbox', { name: '找人' }).fill('小赵')
  await page.keyboard.press('Enter')
  await expect(rows).toHaveCount(1)
  expect(page.url()).not.toContain('小赵')
  expect(decodeURIComponent(page.url())).not.toContain('小赵')
})

test('without a network a desk says so, keeps what it has, and makes no file', async ({ newPhone }) => {
  const admin = await newPhone('admin')
  const { page } = admin
  await page.setViewportSize(wide)
  await admin.goto('/console/goods')
  await expect(page.getByRole('table', { name: '商品' }).or(page.getByText('还没有商品'))).toBeVisible()
  await admin.offline()
  await page.getByText('导出', { exact: true }).click()
  await page.getByRole('button', { name: '导出 Excel' }).click()
  await expect(page.getByRole('alert').filter({ hasText: '没有导出' })).toBeVisible()
  await admin.online()
})
