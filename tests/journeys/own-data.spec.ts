import { readFileSync } from 'node:fs'
import { expect, test } from '../support/journeys/journey.ts'

test('a rider takes everything the city knows of them home in a file', async ({ phone }) => {
  const { page } = phone
  await phone.report('井盖松了')
  await phone.goto('/me/settings')
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: '导出数据' }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toMatch(/^小蜜蜂-我的数据-\d{4}-\d{2}-\d{2}\.json$/)
  const everything = readFileSync(await download.path(), 'utf8')
  expect(Object.keys(JSON.parse(everything) as object))
    .toEqual(Object.keys(await phone.ask('identity.export', {})))
  for (const mine of ['测试骑手', '井盖松了']) expect(everything).toContain(mine)
  await expect(page.getByText('已导出')).toBeVisible()
})

test('a courier deletes their account in two steps; the number is free, the report has no name', async ({
  newPhone,
  apiFor,
  pardoned,
}) => {
  // Pages still open ask once more and are turned away; the browser notes that, and nobody sees it.
  pardoned.push(/status of 401/)
  const phone = await newPhone()
  const { page } = phone
  const number = await phone.signIn()
  await phone.register('将要离开')
  const reportId = await phone.report('围挡倒了')

  await phone.goto('/me/settings')
  await page.getByRole('button', { name: '注销账号…' }).click()
  await page.getByRole('button', { name: '永久注销' }).click()
  await expect(page.getByRole('alert')).toContainText('请先勾选')
  await page.getByRole('checkbox', { name: '我明白，删除后找不回来' }).check()
  await page.getByRole('button', { name: '永久注销' }).click()
  await expect(page.getByRole('link', { name: '用手机号登录' })).toBeVisible()

  const staff = await apiFor('staff')
  const seen = await staff.ask('reports.one', { reportId })
  expect(seen.text).toBe('围挡倒了')
  expect(JSON.stringify(seen)).not.toContain('将要离开')
  await phone.signInByHand(number)
  expect(await phone.ask('identity.me', {})).toMatchObject({ name: null, registeredAt: null })
  expect((await phone.ask('reports.mine', {})).reports).toEqual([])
})
