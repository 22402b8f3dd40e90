import type { Locator } from '@playwright/test'
import type { Api, Phone } from '../support/journeys/phone.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { subjectOf } from '#shared/proofs/purposes.ts'
import { cityWithClock } from '../support/journeys/counter.ts'
import { expect, OFFLINE, test } from '../support/journeys/journey.ts'
import { stock } from '../support/journeys/mall.ts'
import { appointed } from '../support/journeys/people.ts'
import { publish, rowOf } from '../support/journeys/volunteering.ts'
import { shownCode } from '../support/proofs.ts'

const HOUR_MS = 3_600_000
const standing = async (phone: Phone, activityId: string) =>
  (await phone.ask('activities.one', { activityId })).mine
const onRoll = async (staff: Api, activityId: string) =>
  (await staff.ask('activities.roll', { activityId })).people[0]

test('an activity never opened is signed up for offline: 待确认, and confirmed later', OFFLINE, async ({
  phone,
  apiFor,
}) => {
  const { page } = phone
  const activityId = await publish(await apiFor('staff'), { title: '清洁共享单车' })
  await phone.goto('/activities')
  await phone.installed()
  await expect(rowOf(phone, activityId)).toBeVisible()
  await phone.offline()
  await rowOf(phone, activityId).click()
  await expect(page.getByText('上次看到的样子')).toBeVisible()
  await page.getByRole('button', { name: '报名', exact: true }).click()
  await expect(page.getByRole('heading', { name: '已保存，待确认' })).toBeVisible()
  await phone.online()
  await expect(page.getByRole('heading', { name: '报上名了' })).toBeVisible()
  expect(await standing(phone, activityId)).toBe('in')
  await phone.open('/activities/mine')
  await expect(rowOf(phone, activityId)).toContainText('已报名')
})

test('who waits in line is offered on home the place that somebody leaves, and accepts it', async ({
  phone,
  newRider,
  apiFor,
}) => {
  const { page } = phone
  const activityId = await publish(await apiFor('staff'), { title: '路口劝导', capacity: 1 })
  const first = await newRider()
  await first.send('activities.signUp', { activityId })
  await phone.goto(`/activities/${activityId}`)
  await page.getByRole('button', { name: '候补报名' }).click()
  await expect(page.getByRole('heading', { name: '排上候补了' })).toBeVisible()
  await first.send('activities.leave', { activityId })
  await expect.poll(() => standing(phone, activityId)).toBe('offered')
  await phone.goto('/')
  await rowOf(phone, activityId).filter({ hasText: '确认名额' }).click()
  await page.getByRole('button', { name: /确认名额/ }).click()
  await expect(page.getByRole('heading', { name: '报上名了' })).toBeVisible()
  expect(await standing(phone, activityId)).toBe('in')
})

test('a phone without a network checks in by the leader’s code; the server judges it later', OFFLINE, async ({
  phone,
  apiFor,
}) => {
  const { page } = phone
  const staff = await apiFor('staff')
  const activityId = await publish(staff, { title: '扶单车', inHours: 0.5 })
  await phone.send('activities.signUp', { activityId })
  const { keys } = await staff.ask('activities.codeKey', { activityId })
  const { key } = keys.find(({ day }) => day === dayOf(Date.now()))!
  await phone.goto(`/activities/${activityId}`)
  await expect(page.getByText('还没签到')).toBeVisible()
  await phone.goto('/activities/mine')
  await expect(rowOf(phone, activityId)).toBeVisible()
  await phone.installed()
  await phone.offline()
  const bound = { purpose: 'activity', subject: subjectOf(activityId) } as const
  const link = shownCode(bound, Date.now(), Buffer.from(key, 'base64url'))
  await phone.open(new URL(link).pathname)
  await expect(page.getByRole('heading', { name: '签到已保存' })).toBeVisible()
  expect((await onRoll(staff, activityId))?.inAt).toBeNull()
  await phone.online()
  await expect.poll(async () => (await onRoll(staff, activityId))?.inAt).toEqual(expect.any(Number))
})

const pictureOf = async (code: Locator) =>
  ({ name: 'code.png', mimeType: 'image/png', buffer: await code.screenshot() })

test('the leader’s phone works offline: a rider with a network checks in, one without out', OFFLINE, async ({
  phone,
  newPhone,
  apiFor,
}) => {
  const staff = await apiFor('staff')
  const activityId = await publish(staff, { title: '守路口', inHours: 0.5 })
  await phone.send('activities.signUp', { activityId })
  const [leader, { page }] = [await newPhone('staff', { losesNetwork: true }), phone]
  const shown = leader.page.getByRole('img', { name: /签到码/ })
  await leader.goto(`/activities/${activityId}/lead`)
  await expect(shown).toBeVisible()
  await leader.page.getByText('扫对方的码').click()
  await expect(leader.page.getByLabel('从相册选码的图片')).toBeAttached()
  await leader.installed()
  await leader.offline()
  // The leader's page opens anew without a network: roll, code and reader are on the phone.
  await leader.goto(`/activities/${activityId}/lead`)
  await expect(shown).toBeVisible()
  await phone.goto('/scan?for=activity')
  await page.getByLabel('从相册选码的图片').setInputFiles(await pictureOf(shown))
  await expect(page.getByRole('heading', { name: '签到成功' })).toBeVisible()
  expect((await onRoll(staff, activityId))?.inAt).toEqual(expect.any(Number))

  await page.getByRole('button', { name: '看活动' }).click()
  await page.getByRole('button', { name: '出示我的码' }).click()
  const held = page.getByRole('img', { name: /我的签到码/ })
  await expect(held).toBeVisible()
  await phone.offline()
  await expect(leader.page.getByText('共 1 人')).toBeVisible()
  await leader.page.getByText('扫对方的码').click()
  await leader.page.getByText('签退', { exact: true }).click()
  await leader.page.getByLabel('从相册选码的图片').setInputFiles(await pictureOf(held))
  await expect(leader.page.getByText('签退待发送')).toBeVisible()
  expect((await onRoll(staff, activityId))?.outAt).toBeNull()
  await leader.online()
  await expect.poll(async () => (await onRoll(staff, activityId))?.outAt).toEqual(expect.any(Number))
})

test('hours become points and a card, which anybody can check until it is withdrawn', async ({
  browser,
  complaints,
}) => {
  const city = await cityWithClock(browser, complaints)
  const [phone, staff, admin] = [
    await city.phone(),
    await city.phone(appointed.staff.phone),
    await city.api(appointed.admin.phone),
  ]
  const { page } = phone
  await phone.register()
  await stock(admin, { name: '护目镜', price: 60, at: { near: 1 } })
  const activityId = await publish(staff, { title: '护学岗', inHours: 0.005 })
  await phone.send('activities.signUp', { activityId })
  const { keys } = await staff.ask('activities.codeKey', { activityId })
  const read = async (at: number) => {
    const { key } = keys.find(({ day }) => day === dayOf(at))!
    const bound = { purpose: 'activity', subject: subjectOf(activityId) } as const
    await phone.goto(new URL(shownCode(bound, at, Buffer.from(key, 'base64url'))).pathname)
  }
  await read(Date.now())
  await expect(page.getByRole('heading', { name: '签到成功' })).toBeVisible()
  await city.passed(1.5 / 24)
  await phone.goto(`/activities/${activityId}`)
  // An answer has told the phone how its clock stands.
  await page.waitForFunction(() => {
    const { serverAt } = JSON.parse(localStorage.getItem('little-bee-clock')!) as { serverAt: number }
    return serverAt > Date.now() + 3_600_000
  })
  await read(Date.now() + 1.5 * HOUR_MS)
  await page.getByRole('button', { name: '签退' }).click()
  await expect(page.getByRole('heading', { name: '签退成功' })).toBeVisible()

  await staff.goto(`/activities/${activityId}/lead`)
  await staff.page.getByRole('button', { name: '结束活动' }).click()
  const form = staff.page.getByRole('dialog')
  await form.getByLabel('说几句').fill('孩子们都安全进了校门')
  await form.getByRole('button', { name: '结束活动' }).click()
  await expect(staff.page.getByText('活动已结束')).toBeVisible()

  await phone.goto('/points')
  await expect(page.locator('.points__number')).toHaveText('30')
  await expect(page.getByRole('link', { name: /护学岗.*\+30/ })).toBeVisible()
  await expect(page.getByText('再攒 30 分')).toBeVisible()
  await expect(page.locator('.jar__honey')).toHaveAttribute('style', /translateY\(35px\)/)

  await phone.open('/card')
  await page.getByRole('button', { name: '做名片' }).click()
  const coming = page.waitForEvent('download')
  await page.getByRole('button', { name: '分享名片图片' }).click()
  expect((await coming).suggestedFilename()).toMatch(/\.jpg$/)
  await page.getByRole('button', { name: '看别人扫码后看到的' }).click()
  await expect(page.getByRole('heading', { name: '真实有效' })).toBeVisible()
  const visitor = await browser.newContext({ serviceWorkers: 'block' })
  const other = await visitor.newPage()
  await other.goto(page.url())
  await expect(other.getByRole('heading', { name: '真实有效' })).toBeVisible()
  await expect(other.getByText('1.5 小时')).toBeVisible()

  await phone.goto('/card')
  await page.getByRole('button', { name: '收回这张名片' }).click()
  await page.getByRole('button', { name: '收回这张名片' }).click()
  await expect(page.getByRole('heading', { name: '已收回' })).toBeVisible()
  await other.reload()
  await expect(other.getByRole('heading', { name: '这张名片已收回' })).toBeVisible()
  await city.remove()
})
