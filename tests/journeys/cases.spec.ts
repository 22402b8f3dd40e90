import type { Api, Phone } from '../support/journeys/phone.ts'
import { readFile } from 'node:fs/promises'
import { readSheet } from 'read-excel-file/node'
import { expect, somePhoto, test } from '../support/journeys/journey.ts'
import { axe } from '../support/journeys/pages.ts'
import { BY_LINK } from '../support/journeys/people.ts'
import { UNITS } from '../support/template.ts'
import { workbookOf } from '../support/workbook.ts'

const PHONE = { width: 390, height: 844 }
const DESK = { width: 1280, height: 800 }

/** A report that waits for its unit, and what opens its link. */
async function sent(admin: Api, staff: Api, text: string) {
  const reportId = crypto.randomUUID()
  await admin.send('reports.fileFor', { reportId, kind: 'hazard', text, areaId: BY_LINK, photos: [] })
  await staff.send('reports.move', { reportId, to: 'accepted' })
  await staff.send('reports.move', { reportId, to: 'assigned', unitId: UNITS.power })
  const { url } = await staff.ask('cases.print', { reportId })
  return { reportId, path: new URL(url).pathname + new URL(url).hash }
}
const clean = async (phone: Phone) => expect((await axe(phone)).violations).toEqual([])

test('staff send a report to a unit that never signs in, and print its link', async ({
  newPhone,
  apiFor,
}) => {
  const admin = await apiFor('admin')
  const reportId = crypto.randomUUID()
  const filed = { kind: 'hazard', text: '电箱门敞开', areaId: BY_LINK } as const
  await admin.send('reports.fileFor', { reportId, ...filed, photos: [] })
  const staff = await newPhone('staff')
  const { page } = staff
  await page.setViewportSize(DESK)
  await staff.goto(`/desk/${reportId}`)
  await page.getByRole('button', { name: '受理', exact: true }).click()
  await page.getByRole('button', { name: '派单', exact: true }).click()
  await expect(page.getByText('用链接办理')).toBeVisible()
  await page.getByText('供电公司').click()
  await page.getByRole('dialog').getByRole('button', { name: '派单', exact: true }).click()
  const link = page.getByRole('region', { name: '工单链接' })
  await expect(link).toContainText('请打印交给单位')
  await expect(link).toContainText('还没有打开过')
  await clean(staff)

  await link.getByRole('button', { name: '打印' }).click()
  await expect(page.getByRole('img', { name: /二维码/ })).toBeVisible()
  for (const words of ['请 供电公司 办理', '电箱门敞开', '办结时限']) await expect(page.getByText(words)).toBeVisible()
  await clean(staff)
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('button', { name: '打印' })).toBeHidden()
  await expect(page.getByRole('img', { name: /二维码/ })).toBeVisible()
})

test('a unit opens its link, accepts, settles with a photo, and the link is over', async ({
  newPhone,
  apiFor,
}) => {
  const staff = await apiFor('staff')
  const { reportId, path } = await sent(await apiFor('admin'), staff, '电线垂下来了')
  const unit = await newPhone(undefined, { losesNetwork: true })
  const { page } = unit
  await page.setViewportSize(PHONE)
  const addresses: string[] = []
  page.on('request', request => addresses.push(`${request.url()} ${request.headers().referer ?? ''}`))
  await unit.goto(path)
  await expect(page.getByText('电线垂下来了')).toBeVisible()
  await clean(unit)
  await page.getByRole('button', { name: '接单' }).click()
  await expect(page.getByRole('heading', { name: /处理中/ })).toBeVisible()
  const openedAt = async () => (await staff.ask('cases.ofReport', { reportId })).link?.openedAt
  await expect.poll(openedAt).toBeGreaterThan(0)

  await page.getByRole('button', { name: '办结' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('textbox').fill('换了支架，线已收好')
  await sheet.locator('input[type=file]').setInputFiles(await somePhoto())
  await expect(sheet.getByRole('img', { name: '照片 1' })).toBeVisible()
  await clean(unit)
  // In a basement: it waits on the phone, and a reload loses nothing.
  await unit.installed()
  await unit.offline()
  await sheet.getByRole('button', { name: '办结', exact: true }).click()
  await expect(sheet.getByText('还没送出')).toBeVisible()
  await page.reload()
  await expect(sheet.getByRole('textbox')).toHaveValue('换了支架，线已收好')
  await expect(sheet.getByRole('img', { name: '照片 1' })).toBeVisible()
  await unit.online()
  await expect(page.getByRole('heading', { name: '链接已结束' })).toBeVisible()
  await expect(page.getByText('已经办结')).toBeVisible()
  await clean(unit)
  const { state, timeline } = await staff.ask('reports.one', { reportId })
  expect([state, timeline.at(-1)?.byName]).toEqual(['resolved', '供电公司'])
  expect(timeline.at(-1)?.photos).toHaveLength(1)
  const secret = path.split('#')[1]!
  const before = addresses.flatMap(address => address.split(' ')).map(part => part.split('#')[0]!)
  expect(before.filter(part => part.includes(secret))).toEqual([])
})

test('a link that is no link, and one that was handed back, say so', async ({ newPhone, apiFor }) => {
  const { path } = await sent(await apiFor('admin'), await apiFor('staff'), '表箱漏水')
  const unit = await newPhone()
  const { page } = unit
  await unit.goto(path)
  await page.getByRole('button', { name: '退回' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('button', { name: '退回', exact: true }).click()
  await expect(sheet.getByText('请写几个字说明')).toBeVisible()
  await sheet.getByRole('textbox').fill('水表归水务')
  await sheet.getByRole('button', { name: '退回', exact: true }).click()
  await expect(page.getByText('已经退回社区')).toBeVisible()
  await unit.goto('/case')
  await expect(page.getByText('链接不完整')).toBeVisible()
  await clean(unit)
})

test('answers come in a file: tried first, then done, each bad line named', async ({ newPhone, apiFor }) => {
  const [admin, api] = [await apiFor('admin'), await apiFor('staff')]
  const { reportId } = await sent(admin, api, '井盖响')
  const { number } = await api.ask('reports.one', { reportId })
  const heading = ['编号', '办理结果', '答复内容', '答复日期']
  const lines = [[String(number), '办结', '换了垫圈', ''], ['99999', '办结', '好', '']]
  const buffer = Buffer.from(workbookOf([heading, ...lines]))
  const file = { name: '答复.xlsx', mimeType: 'application/vnd.ms-excel', buffer }
  const staff = await newPhone('staff')
  const { page } = staff
  await page.setViewportSize(DESK)
  await staff.goto('/console/exchange')
  await page.getByLabel('哪些上报').selectOption(UNITS.power)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '导出 Excel' }).click(),
  ])
  const exported = await readSheet(await readFile(await download.path()))
  expect(exported[0]).toEqual(expect.arrayContaining(heading))
  expect(exported.map(([first]) => first)).toContain(number)

  await page.getByLabel('哪个单位的答复').selectOption(UNITS.power)
  await page.getByLabel('选 Excel 表格').setInputFiles(file)
  await page.getByRole('button', { name: '试导入' }).click()
  await expect(page.getByText('可以办理 1 条，1 条不行')).toBeVisible()
  await expect(page.getByRole('row', { name: /99999/ })).toContainText('没有找到')
  await clean(staff)
  expect((await api.ask('reports.one', { reportId })).state).toBe('assigned')
  await page.getByRole('button', { name: '导入 1 条' }).click()
  await expect(page.getByText('已办理 1 条，1 条不行')).toBeVisible()
  expect((await api.ask('reports.one', { reportId })).state).toBe('resolved')
  await page.getByLabel('选 Excel 表格').setInputFiles(file)
  await page.getByRole('button', { name: '试导入' }).click()
  await expect(page.getByText('可以办理 0 条，1 条以前导入过，1 条不行')).toBeVisible()
})
