import type { Page } from '@playwright/test'
import { expect, somePhoto, test } from '../support/journeys/journey.ts'

async function save(page: Page, reason: string) {
  await page.getByLabel('修改原因').fill(reason)
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('已保存，从现在起生效')).toBeVisible()
}

// About patrols alone, which no other journey files.
test('an admin rules at a desk; the phone promises by it, and staff find unit and text in the form', async ({
  phone,
  newPhone,
  apiFor,
}) => {
  const { page, goto } = await newPhone('admin')
  await page.setViewportSize({ width: 1280, height: 800 })
  await goto('/console/rulings')
  await page.getByRole('link', { name: '上报积分' }).click()
  await page.getByLabel('商圈巡查').fill('9')
  await save(page, '冬季巡查')
  await expect(page.getByText('商圈巡查：5 → 9 分')).toBeVisible()
  await expect(page.getByText(/^市级小周 · /)).toBeVisible()

  await page.setViewportSize({ width: 390, height: 844 })
  await goto('/console/rulings/routing')
  await page.getByRole('button', { name: '添加规则' }).click()
  await page.getByRole('button', { name: '类别' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '商圈巡查' }).click()
  await page.getByRole('button', { name: '派给' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '市政维修队' }).click()
  await save(page, '统一归口')
  await expect(page.getByText('新增 全市，商圈巡查：市政维修队')).toBeVisible()

  await goto('/console/rulings')
  await page.getByRole('link', { name: '保存期限' }).click()
  await page.getByLabel('不受理、撤回的上报').fill('400')
  await save(page, '档案管理要求')
  await expect(page.getByText('不受理、撤回的上报：365 → 400 天')).toBeVisible()

  await phone.file(await somePhoto(), { kind: '商圈巡查', words: '店外占道' })
  await expect(phone.page.getByText('街道收到了')).toBeVisible()
  await expect(phone.page.getByText('受理后 +9 积分')).toBeVisible()
  const { id, number } = (await phone.ask('reports.mine', {})).reports[0]!
  await (await apiFor('staff')).send('reports.move', { reportId: id, to: 'accepted' })

  const desk = await newPhone('staff')
  await desk.goto(`/desk/${id}`)
  await desk.page.getByRole('button', { name: '派单' }).click()
  await expect(desk.page.getByRole('radio', { name: /市政维修队/ })).toBeChecked()
  await expect(desk.page.getByText(/按派单规则：.*商圈巡查/)).toBeVisible()
  await desk.page.getByRole('button', { name: '请处置' }).click()
  await expect(desk.page.getByLabel(/给处置单位留言/)).toHaveValue(new RegExp(`编号 ${number}`))
  await desk.page.getByRole('dialog').getByRole('button', { name: '派单' }).click()
  await expect.poll(async () => (await phone.ask('reports.one', { reportId: id })).state).toBe('assigned')
})
