import type { Phone } from '../support/journeys/phone.ts'
import { Buffer } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { expect, OFFLINE, test } from '../support/journeys/journey.ts'
import { axe } from '../support/journeys/pages.ts'
import { appointed, STATIONS } from '../support/journeys/people.ts'
import { newNumber } from '../support/journeys/phone.ts'
import { STREET } from '../support/template.ts'

const wide = { width: 1280, height: 800 }
const narrow = { width: 390, height: 844 }
const violations = async (phone: Phone) => (await axe(phone)).violations.map(({ id }) => id)
const rows = ({ page }: Phone) => page.getByRole('table', { name: '驿站名单' }).locator('tbody tr')
const detailOf = ({ page }: Phone) => page.getByRole('region', { name: '详情' })
/** Far from the riders of other journeys, and shut: nobody's nearest. */
const FAR = '30.352,114.318'

test('a station that the desk opens is on a phone without a network, and changes there', OFFLINE, async ({
  newPhone,
}) => {
  const [admin, rider] = [await newPhone('admin'), await newPhone()]
  await rider.signIn(newNumber())
  await rider.goto('/stations')
  await rider.installed()
  const { page } = admin
  await page.setViewportSize(wide)
  await admin.goto('/console/stations/list')
  await page.getByRole('link', { name: '新增驿站' }).click()
  const form = page.getByRole('form', { name: '新增驿站' })
  await form.getByRole('button', { name: '新增驿站' }).click()
  await expect(form.getByRole('alert')).toContainText('请填名称')
  await form.getByLabel('编号').fill('4101')
  await form.getByLabel('名称').fill('纸坊驿站')
  await form.getByText('共享驿站').click()
  await form.getByRole('button', { name: /^片区/ }).click()
  await page.getByRole('searchbox', { name: '按名字搜街道或社区' }).fill('纸坊街')
  await page.getByRole('dialog').getByRole('button', { name: /^纸坊街/ }).first().click()
  await form.getByLabel('地址').fill('纸坊大街 5 号')
  await form.getByLabel('粘贴坐标').fill('不是坐标')
  await expect(form.getByText('没有读到武汉的坐标')).toBeVisible()
  await form.getByText('小蜜蜂、GPS').click()
  await form.getByLabel('粘贴坐标').fill(FAR)
  await expect(form.getByText('没有读到武汉的坐标')).toHaveCount(0)
  await form.getByRole('button', { name: /^设施/ }).click()
  await page.getByRole('dialog').getByText('冰箱').click()
  await page.getByRole('dialog').getByRole('button', { name: '选好了' }).click()
  await form.getByRole('checkbox', { name: '周一休息' }).check()
  await form.getByRole('button', { name: '七天同周一' }).click()
  expect(await violations(admin)).toEqual([])
  await form.getByRole('button', { name: '新增驿站' }).click()
  await expect(page).toHaveURL(/\/console\/stations\/list\/[\w-]+$/)
  await expect(detailOf(admin)).toContainText('纸坊大街 5 号')
  expect(await violations(admin)).toEqual([])

  const search = rider.page.getByRole('searchbox')
  await search.fill('纸坊')
  await expect(rider.page.getByText('纸坊驿站')).toBeVisible()
  await detailOf(admin).getByRole('link', { name: '修改资料' }).click()
  await page.getByLabel('名称').fill('纸坊大街驿站')
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await expect(rows(admin).filter({ hasText: '纸坊大街驿站' })).toHaveCount(1)
  await expect(rider.page.getByText('纸坊大街驿站')).toBeVisible()
  await rider.offline()
  await rider.page.reload()
  await search.fill('纸坊')
  await expect(rider.page.getByText('纸坊大街驿站')).toBeVisible()
  await rider.online()
})

test('two clerks: the slower reads who changed what, keeps their words, overwrites nothing', async ({
  newPhone,
  apiFor,
}) => {
  const [admin, staff] = [await apiFor('admin'), await newPhone('staff')]
  const { page } = staff
  await page.setViewportSize(narrow)
  await staff.goto(`/console/stations/list/${STATIONS.far.id}/edit`)
  await page.getByLabel('地址').fill('民意四路 30 号')
  expect(await violations(staff)).toEqual([])
  const { areaId, basicsAt: seen } = await admin.ask('stations.detail', { stationId: STATIONS.far.id })
  const { name, latitude, longitude, isSelfService, id: stationId } = STATIONS.far
  await staff.offline()
  const basics = { stationId, name, areaId, place: { latitude, longitude }, isSelfService }
  await admin.send('stations.change', {
    ...basics,
    kind: 'community',
    address: STATIONS.far.address,
    facilities: ['reading'],
    seen,
  })
  await staff.online()
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await expect(page.getByRole('alert').or(detailOf(staff))).toContainText(/读书|1 项|设施/)
  await expect(page.getByLabel('地址')).toHaveValue('民意四路 30 号')
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await expect(detailOf(staff)).toContainText('民意四路 30 号')
  await expect(detailOf(staff)).toContainText('读书')
  expect(await violations(staff)).toEqual([])

  await detailOf(staff).getByRole('button', { name: '修改开放时间' }).click()
  await detailOf(staff).getByRole('button', { name: '先不改' }).click()
  await expect(detailOf(staff).getByRole('button', { name: '生成一次性配对码' })).toHaveCount(0)
  await admin.send('stations.change', {
    ...basics,
    kind: 'community',
    address: STATIONS.far.address,
    facilities: [],
    seen: (await admin.ask('stations.detail', { stationId })).basicsAt,
  })
})

test('a table is tried, its bad lines named, the good ones go in; the desk\'s own file is the same', async ({
  newPhone,
}) => {
  const admin = await newPhone('admin')
  const { page } = admin
  await page.setViewportSize(wide)
  await admin.goto('/console/stations/import')
  const titles = '编号,名称,类型,片区,地址,纬度,经度,开放时间'
  const table = [
    titles,
    '4201,导入甲驿站,社区驿站,江夏区纸坊街道,纸坊大街 6 号,30.351,114.317,每天 不开放',
    '4202,导入乙驿站,小卖部,江夏区纸坊街道,纸坊大街 7 号,30.351,114.317,每天 不开放',
    `4203,导入丙驿站,社区驿站,${STREET},纸坊大街 8 号,114.317,30.351,每天 不开放`,
  ].join('\n')
  await page.getByLabel('选 CSV 文件').setInputFiles({
    name: '驿站.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(table),
  })
  await page.getByRole('button', { name: '核对 3 行' }).click()
  await expect(page.getByText('核对结果：新增 1 个，修改 0 个，不变 0 个')).toBeVisible()
  const bad = page.getByRole('list', { name: '要改的行' }).getByRole('listitem')
  await expect(bad).toHaveText([/第 3 行 · 导入乙驿站\s*类型请写/, /第 4 行 · 导入丙驿站\s*纬度和经度不对/])
  expect(await violations(admin)).toEqual([])
  await page.getByRole('button', { name: '先新增 1 个' }).click()
  await expect(page.getByRole('heading', { name: '已新增 1 个' })).toBeVisible()
  await page.getByRole('button', { name: '改没导入的 2 行' }).click()
  await expect(page.getByLabel('驿站，一行一个')).toHaveValue(new RegExp(`^${titles}\n4202.*\n4203.*$`))

  await admin.goto('/console/stations/list')
  await expect(rows(admin).filter({ hasText: '导入甲驿站' })).toHaveCount(1)
  const coming = page.waitForEvent('download')
  await page.getByText('导出', { exact: true }).click()
  await page.getByRole('button', { name: '导出 CSV' }).click()
  const file = readFileSync(await (await coming).path())
  const many = file.toString('utf8').trim().split('\r\n').length - 1
  await page.setViewportSize(narrow)
  await admin.goto('/console/stations/import')
  await page.getByLabel('选 CSV 文件').setInputFiles({ name: '驿站.csv', mimeType: 'text/csv', buffer: file })
  await page.getByRole('button', { name: `核对 ${many} 行` }).click()
  await expect(page.getByText(/核对结果：新增 0 个，修改 0 个，不变 \d+ 个/)).toBeVisible()
  await expect(page.getByText('和系统里一样，没有要改的')).toBeVisible()
  expect(await violations(admin)).toEqual([])
})

test('from a station\'s row its keeper is given and ended, and its tablet paired', async ({ newPhone }) => {
  const admin = await newPhone('admin')
  const { page } = admin
  await page.setViewportSize(wide)
  await admin.goto(`/console/stations/list/${STATIONS.far.id}`)
  const keepers = page.getByRole('list', { name: '驿站管理员' })
  await expect(keepers).toContainText(appointed.keeper.name)
  await page.getByRole('button', { name: '任命管理员' }).or(page.getByRole('link', { name: '任命管理员' })).click()
  await page.getByLabel('手机号').fill(newNumber())
  await page.getByLabel('姓名').fill('新站长')
  await page.getByLabel('原因').fill('接班')
  await page.getByRole('button', { name: '任命', exact: true }).click()
  await expect(page.getByRole('heading', { name: '已任命驿站管理员' })).toBeVisible()
  await admin.goto(`/console/stations/list/${STATIONS.far.id}`)
  const row = keepers.getByRole('listitem').filter({ hasText: '新站长' })
  await row.getByRole('button', { name: '结束岗位' }).click()
  await row.getByLabel('原因（本人可见）').fill('只是试试')
  await row.getByRole('button', { name: '结束岗位' }).click()
  await expect(row).toHaveCount(0)

  const form = detailOf(admin).getByRole('form', { name: '配对平板' })
  await form.getByLabel('平板名称').fill('侧门平板')
  await form.getByRole('button', { name: '生成一次性配对码' }).click()
  await expect(page.getByRole('list', { name: '配对码' })).toContainText('侧门平板')
})
