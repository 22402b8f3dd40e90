import type { Phone } from '../support/journeys/phone.ts'
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { DAY_MS, dayOf } from '#shared/kernel/day.ts'
import { unseenKiosk } from '../support/journeys/door.ts'
import { expect, somePhoto, test } from '../support/journeys/journey.ts'
import { STATIONS } from '../support/journeys/people.ts'

/** A keeper's phone at the page of the near station. */
async function keeperAtNear(keeper: Phone): Promise<Phone['page']> {
  const { page } = keeper
  await keeper.goto('/keeping')
  const which = page.getByRole('button', { name: /^当前驿站/ })
  await expect(which.or(page.getByRole('heading', { name: STATIONS.near.name })).first()).toBeVisible()
  if (await which.isVisible() && !(await which.textContent())?.includes(STATIONS.near.name)) {
    await which.click()
    await page.getByRole('dialog').getByRole('button', { name: new RegExp(STATIONS.near.name) }).click()
  }
  await expect(page.getByRole('region', { name: '现在的状态' })).toBeVisible()
  return page
}
const rowOf = ({ page }: Phone, name: string) => page.getByRole('link', { name: new RegExp(name) })

test('a keeper closes the station with a reason; an open list shows it at once, and reopening too', async ({
  phone,
  newPhone,
}) => {
  await phone.goto('/stations')
  await expect(rowOf(phone, STATIONS.near.name)).toContainText('开放')
  const page = await keeperAtNear(await newPhone('keeper2'))
  await page.getByRole('button', { name: '临时关闭' }).click()
  await page.getByRole('button', { name: '临时关闭' }).click()
  await expect(page.getByText('请写几个字说明，大家会看到')).toBeVisible()
  await page.getByLabel('为什么关').fill('停水，三点开')
  await page.getByRole('button', { name: '临时关闭' }).click()
  await expect(page.getByText('站长临时关站：停水，三点开')).toBeVisible()
  await expect(rowOf(phone, STATIONS.near.name)).toContainText('关闭')
  await rowOf(phone, STATIONS.near.name).click()
  await expect(phone.page.getByText('站长临时关站：停水，三点开')).toBeVisible()
  await expect(phone.page.getByRole('button', { name: '扫码进站' })).toHaveCount(0)
  await page.getByRole('button', { name: '重新开门' }).click()
  await expect(phone.page.getByRole('button', { name: '扫码进站' })).toBeVisible()
})

test('supplies that run low and a day that is otherwise are on the rider\'s page', async ({
  phone,
  newPhone,
}) => {
  const keeper = await newPhone('keeper2')
  const page = await keeperAtNear(keeper)
  const water = page.getByRole('group', { name: '饮用水' })
  await water.getByRole('button', { name: '不多了' }).click()
  await expect(page.getByRole('heading', { name: '物资 · 刚刚更新' })).toBeVisible()
  await expect(water.getByRole('button', { name: '不多了' })).toHaveAttribute('aria-pressed', 'true')

  await page.getByRole('link', { name: /开放时间/ }).click()
  await page.getByLabel('周二开门').fill('')
  await page.getByRole('button', { name: '添加日期' }).click()
  await expect(page.getByLabel('日期')).toHaveValue(dayOf(Date.now() + DAY_MS))
  await page.getByLabel('说明').fill('消防检查')
  await page.getByRole('button', { name: '保存开放时间' }).click()
  await expect(page.getByText('周二：请选开门和关门的时间')).toBeVisible()
  await page.getByRole('button', { name: '七天同周一' }).click()
  await page.getByRole('button', { name: '保存开放时间' }).click()
  await expect(page.getByRole('region', { name: '现在的状态' })).toBeVisible()

  await phone.goto(`/stations/${STATIONS.near.id}`)
  await expect(phone.page.getByRole('region', { name: '物资' })).toContainText('饮用水不多了')
  await expect(phone.page.getByText(/明天\s*消防检查/)).toBeVisible()
  await page.getByRole('link', { name: /开放时间/ }).click()
  await expect(page.getByLabel('说明')).toHaveValue('消防检查')
  await page.getByRole('button', { name: '删除' }).click()
  await page.getByRole('button', { name: '保存开放时间' }).click()
  await expect(phone.page.getByText('消防检查')).toHaveCount(0)
})

test('two riders could not get in: the keeper sees the doubt and the fault, answers and clears it', async ({
  phone,
  newPhone,
  request,
  city,
  apiFor,
}) => {
  const other = await newPhone()
  await other.signIn()
  await other.register()
  const doorCodeNow = await unseenKiosk(request, city.url, await apiFor('admin'))
  for (const rider of [phone, other])
    await rider.send('stations.enter', { entryId: randomUUID(), code: doorCodeNow() })
  for (const rider of [phone, other]) {
    await rider.goto(`/stations/${STATIONS.near.id}`)
    await rider.page.getByRole('button', { name: '报修' }).click()
    await rider.page.getByText('门打不开', { exact: true }).click()
    await rider.page.getByRole('button', { name: '提交', exact: true }).click()
    await expect(rider.page.getByText('已报给站长').first()).toBeVisible()
  }
  await expect(phone.page.getByText('可能没开门')).toBeVisible()

  const page = await keeperAtNear(await newPhone('keeper2'))
  await expect(page.getByText('先后有两个人没能进门')).toBeVisible()
  await page.getByRole('link', { name: /报修/ }).click()
  const doors = page.getByRole('listitem').filter({ hasText: '门打不开' })
  const answer = async (words: string, way: '先回复' | '修好了') => {
    await doors.getByRole('button', { name: '答复：门打不开' }).first().click()
    const form = page.getByRole('form', { name: '答复：门打不开' })
    await form.getByLabel('答复').fill(words)
    await form.getByRole('button', { name: way }).click()
    await expect(page.getByText(words)).toBeVisible()
  }
  await expect(doors.nth(1)).toBeVisible()
  await answer('我去看看', '先回复')
  await expect(phone.page.getByText('站长：我去看看')).toBeVisible()

  await page.getByRole('button', { name: '返回' }).click()
  await page.getByRole('button', { name: '我试过了，门没问题' }).click()
  await expect(page.getByRole('button', { name: '我试过了，门没问题' })).toHaveCount(0)
  await expect(phone.page.getByText('可能没开门')).toHaveCount(0)

  await page.getByRole('link', { name: /报修/ }).click()
  await expect(doors.nth(1)).toBeVisible()
  const open = await doors.getByRole('button', { name: '答复：门打不开' }).count()
  for (let at = 1; at <= open; at++) await answer(`换了锁电池 ${at}`, '修好了')
  // None of these; another journey's fault may wait still.
  await expect(doors.getByRole('button', { name: '答复：门打不开' })).toHaveCount(0)
  await expect(phone.page.getByText('已修好').first()).toBeVisible()
})

test('the poster prints on one sheet with the station\'s code, which opens its page and no door', async ({
  phone,
  newPhone,
}, testInfo) => {
  const keeper = await newPhone('keeper2')
  const page = await keeperAtNear(keeper)
  await page.getByRole('link', { name: '打印海报' }).click()
  await expect(page.getByRole('button', { name: '打印' })).toBeVisible()
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('button', { name: '打印' })).toBeHidden()
  await expect(page.getByRole('heading', { name: STATIONS.near.name })).toBeVisible()
  await expect(page.getByText('这张海报上的码不能开门')).toBeVisible()
  const sheets = (await page.pdf({ preferCSSPageSize: true })).toString('latin1').match(/\/Type\s*\/Page\b/g)
  expect(sheets).toHaveLength(1)
  const picture = testInfo.outputPath('poster.png')
  const buffer = await page.getByRole('img', { name: '扫码看这个驿站' }).screenshot({ path: picture })
  const link = execFileSync('zbarimg', ['--raw', '--quiet', '--nodbus', picture], { encoding: 'utf8' }).trim()
  expect(link).toBe(`${keeper.url}/s/${STATIONS.near.number}`)

  await phone.page.goto(link)
  await expect(phone.page.getByRole('heading', { name: STATIONS.near.name })).toBeVisible()
  await phone.goto('/scan')
  await phone.page.getByLabel('从相册选码的图片').setInputFiles({ name: 'poster.png', mimeType: 'image/png', buffer })
  await expect(phone.page.getByRole('heading', { name: STATIONS.near.name })).toBeVisible()
  expect((await phone.ask('stations.myVisits', {})).visits).toEqual([])
})

test('what a keeper says without a network is saved with its picture over a reload until sent', async ({
  phone,
  newPhone,
}) => {
  const keeper = await newPhone('keeper2', { losesNetwork: true })
  const page = await keeperAtNear(keeper)
  await keeper.installed()
  await keeper.offline()
  await page.getByLabel('驿站照片').setInputFiles(await somePhoto())
  await expect(page.getByRole('img', { name: '新图片' })).toBeVisible()
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
  const notice = page.getByRole('textbox', { name: '公告' })
  await notice.fill('下午两点理发')
  await page.getByRole('button', { name: '保存公告与照片' }).click()
  const form = page.getByRole('form', { name: '公告与照片' })
  await expect(form.getByRole('alert')).toContainText('没有网络，没有发出去')
  await page.getByRole('group', { name: '纸巾' }).getByRole('button', { name: '没有了' }).click()
  await expect(page.getByRole('group', { name: '纸巾' }).getByRole('alert')).toContainText('没有网络')
  await page.getByRole('button', { name: '临时关闭' }).click()
  await page.getByLabel('为什么关').fill('停电')
  await page.getByRole('button', { name: '临时关闭' }).click()
  await expect(page.getByRole('form', { name: '临时关闭' }).getByRole('alert')).toContainText('没有网络')

  await page.reload()
  await expect(page.getByLabel('为什么关')).toHaveValue('停电')
  await expect(notice).toHaveValue('下午两点理发')
  await expect(page.getByRole('img', { name: '新图片' })).toBeVisible()
  await page.getByRole('button', { name: '先不关' }).click()
  await keeper.online()
  await page.getByRole('button', { name: '保存公告与照片' }).click()
  await expect(page.getByRole('button', { name: '保存公告与照片' })).toHaveCount(0)
  await phone.goto(`/stations/${STATIONS.near.id}`)
  await expect(phone.page.getByText('下午两点理发')).toBeVisible()
  await phone.page.getByRole('button', { name: `看大图：${STATIONS.near.name}的照片` }).click()
  await expect(phone.page.getByRole('dialog').getByRole('img', { name: STATIONS.near.name })).toBeVisible()
})
