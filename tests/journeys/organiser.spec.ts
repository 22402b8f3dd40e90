import { readFileSync } from 'node:fs'
import { expect, somePhoto, test } from '../support/journeys/journey.ts'
import { stock } from '../support/journeys/mall.ts'
import { STATIONS } from '../support/journeys/people.ts'
import { cellsOf, cellsOfCsv } from '../support/journeys/xlsx.ts'

test('an admin lists an item with its picture, takes stock in and moves it; offline nothing is lost', async ({
  newPhone,
  phone,
}) => {
  const admin = await newPhone('admin', { losesNetwork: true })
  const { page } = admin
  await admin.goto('/organiser/mall')
  await admin.installed()
  await expect(page).toHaveURL(/\/console\/goods$/)
  await page.getByRole('link', { name: '新增商品' }).click()
  await page.getByLabel('商品图片').setInputFiles(await somePhoto())
  await expect(page.getByRole('img', { name: '新图片' })).toBeVisible()
  await page.getByLabel('名称').fill('折叠伞')
  await page.getByLabel('价格').fill('35')
  await page.getByText('骑行', { exact: true }).click()
  await page.getByRole('button', { name: '上架' }).click()
  await expect(page.getByText('上架要选至少一个驿站')).toBeVisible()
  await page.getByRole('button', { name: /供应驿站/ }).click()
  await page.getByLabel(STATIONS.near.name).check()
  await page.getByLabel(STATIONS.far.name).check()
  await page.getByRole('button', { name: '选好了' }).click()
  await admin.offline()
  await page.getByRole('button', { name: '上架' }).click()
  await expect(page.getByText('没有网络，没有发出去')).toBeVisible()
  await expect(page.getByLabel('名称')).toHaveValue('折叠伞')
  await admin.online()
  await page.getByRole('button', { name: '上架' }).click()
  await expect(page.getByRole('heading', { name: '到货与调拨' })).toBeVisible()

  const act = async (from: string, to: string, count: string, button: string) => {
    await page.getByRole('button', { name: /调出/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: new RegExp(from) }).click()
    await page.getByRole('button', { name: /调入驿站/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: new RegExp(to) }).click()
    await page.getByLabel('件数').fill(count)
    await page.getByRole('button', { name: button }).click()
  }
  await act('新到货', STATIONS.near.name, '10', '登记到货')
  await expect(page.getByText(`10 件到货${STATIONS.near.name}，已登记`)).toBeVisible()
  await act(STATIONS.near.name, STATIONS.far.name, '4', '调拨')
  await expect(page.getByText(`4 件调到${STATIONS.far.name}，已登记`)).toBeVisible()
  await expect(page.getByRole('row', { name: new RegExp(`${STATIONS.near.name} 6 0 0`) })).toBeVisible()
  const listed = (await phone.ask('mall.items', {})).items.find(({ name }) => name === '折叠伞')!
  expect(listed).toMatchObject({
    price: 35,
    category: 'riding',
    stock: [
      { stationId: STATIONS.near.id, free: 6 },
      { stationId: STATIONS.far.id, free: 4 },
    ],
  })
  await phone.goto('/mall')
  await expect(phone.page.getByRole('link', { name: /折叠伞/ }).locator('img')).toBeVisible()
})

test('a correction takes two people; the ledger leaves as CSV and as a workbook, and reads the same', async ({
  newPhone,
  newRider,
}) => {
  const rider = await newRider()
  const { number } = rider
  const [admin, second] = [await newPhone('admin'), await newPhone('admin2')]
  const { page } = admin
  await page.setViewportSize({ width: 1280, height: 800 })
  await admin.goto('/organiser/points')
  await expect(page).toHaveURL(/\/console\/points$/)
  await page.getByRole('link', { name: /^更正/ }).click()
  await page.getByRole('link', { name: '申请更正' }).click()
  const form = page.getByRole('form', { name: '申请更正' })
  await form.getByLabel('手机号').fill(number)
  await form.getByLabel('分值').fill('120')
  await form.getByLabel('原因').fill('=线下巡查, "补记"')
  await form.getByRole('button', { name: '提交复核' }).click()
  // Of this rider: another journey may have asked for one too.
  const asked = page.getByRole('row').filter({ hasText: '补记' }).filter({ hasText: number.slice(-4) })
  await expect(asked).toContainText('待另一位管理员复核')
  await asked.getByRole('link').press('Enter')
  await expect(page.getByRole('region', { name: '详情' })).toContainText('补记')
  await expect(page.getByRole('button', { name: '批准', exact: true })).toHaveCount(0)
  expect(await rider.ask('points.mine', {})).toMatchObject({ available: 0 })

  await second.goto('/console/points/corrections')
  await second.page.getByRole('row').filter({ hasText: `${number.slice(-4)}` }).getByRole('link').click()
  await second.page.getByRole('button', { name: '批准', exact: true }).click()
  await expect(asked).toContainText('已批准')
  expect(await rider.ask('points.mine', {})).toMatchObject({ available: 120 })

  await page.getByRole('link', { name: '流水' }).click()
  await expect(page.getByRole('row').filter({ hasText: '补记' })).toContainText('+120')
  const take = async (button: string) => {
    const coming = page.waitForEvent('download')
    await page.getByText('导出', { exact: true }).click()
    await page.getByRole('button', { name: button }).click()
    return await (await coming).path()
  }
  const csv = cellsOfCsv(readFileSync(await take('导出 CSV'), 'utf8'))
  const sheet = cellsOf(readFileSync(await take('导出 Excel')))
  expect(csv[0]!.slice(0, 3)).toEqual(['流水号', '入账时间', '记账日期'])
  expect(sheet[0]).toEqual(csv[0])
  expect(sheet.length).toBe(csv.length)
  const line = csv.find(row => row.includes('积分更正') && row[7] === '120')!
  expect(line.at(-1)).toBe('\'=线下巡查, "补记"')
  expect(sheet.find(row => row.includes('积分更正') && row.includes('120'))).toEqual(line)
})

test('a cap is set, and holds from then on', async ({ newPhone, newRider }) => {
  const admin = await newPhone('admin')
  await admin.goto('/console/points/totals')
  await expect(admin.page.getByRole('region', { name: '每人每日上限' })).toContainText('商圈巡查')
  await admin.page.getByRole('link', { name: '修改每日上限' }).click()
  const form = admin.page.getByRole('form', { name: '每日积分上限' })
  const before = await form.getByLabel('商圈巡查').inputValue()
  await form.getByLabel('商圈巡查').fill('45')
  await form.getByLabel('修改原因').fill('巡查周')
  await form.getByRole('button', { name: '保存' }).click()
  await expect(form.getByRole('status')).toContainText('已保存')
  expect((await (await newRider()).ask('points.mine', {})).today).toContainEqual({
    cap: 'reports.patrol',
    used: 0,
    max: 45,
  })
  await admin.send('points.setCap', { cap: 'reports.patrol', max: Number(before) })
})

test('staff give a meal for a kindness; the resident has an order', async ({
  newPhone,
  newRider,
  apiFor,
}) => {
  const resident = await newRider('热心街坊')
  await stock(await apiFor('admin'), {
    name: '爱心午餐',
    price: 20,
    kind: 'meal',
    category: 'meal',
    at: { near: 4 },
  })
  const staff = await newPhone('staff')
  const { page } = staff
  await staff.goto('/me')
  await page.getByRole('link', { name: '送一份餐' }).click()
  await page.getByLabel('手机号').fill(resident.number)
  await page.getByRole('button', { name: /套餐/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: /爱心午餐/ }).click()
  await page.getByRole('button', { name: /用餐驿站/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: new RegExp(STATIONS.near.name) }).click()
  // Tomorrow: today the station may have closed already.
  await page.getByRole('group', { name: '用餐日期' }).locator('label').nth(1).click()
  await page.getByLabel('赠送原因').fill('给王奶奶送药')
  await page.getByRole('button', { name: '送出' }).click()
  await expect(page.getByText('已送出：爱心午餐，明天用餐')).toBeVisible()
  const [order] = (await resident.ask('mall.myOrders', {})).orders
  expect(order).toMatchObject({ state: 'open', points: 0, words: '给王奶奶送药' })
})
