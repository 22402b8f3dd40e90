import type { Api, Phone } from '../support/journeys/phone.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { subjectOf } from '#shared/proofs/purposes.ts'
import { expect, test } from '../support/journeys/journey.ts'
import { publish, rowOf } from '../support/journeys/volunteering.ts'
import { shownCode } from '../support/proofs.ts'

const standing = async (phone: Phone, activityId: string) =>
  (await phone.ask('activities.one', { activityId })).mine
const onRoll = async (staff: Api, activityId: string) =>
  (await staff.ask('activities.roll', { activityId })).people[0]

test('signed up without a network it waits as 待确认, and is confirmed when the network is back', async ({
  phone,
  apiFor,
}) => {
  const { page } = phone
  const activityId = await publish(await apiFor('staff'), { title: '清洁共享单车' })
  await phone.goto('/activities')
  await phone.installed()
  await rowOf(phone, activityId).click()
  // The list says how many places are left too; the button is the activity's page alone.
  await expect(page.getByRole('button', { name: '报名', exact: true })).toBeVisible()
  await phone.offline()
  await page.getByRole('button', { name: '报名', exact: true }).click()
  await expect(page.getByRole('heading', { name: '已保存，待确认' })).toBeVisible()
  await phone.online()
  await expect(page.getByRole('heading', { name: '报上名了' })).toBeVisible()
  expect(await standing(phone, activityId)).toBe('in')
  await phone.goto('/activities/mine')
  await expect(rowOf(phone, activityId)).toContainText('已报名')
})

test('who waits in line is offered on home the place that somebody leaves, and accepts it', async ({
  phone,
  newPhone,
  apiFor,
}) => {
  const { page } = phone
  const activityId = await publish(await apiFor('staff'), { title: '路口劝导', capacity: 1 })
  const first = await newPhone()
  await first.signIn()
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

test('a phone without a network checks in by the leader’s code; the server judges it later', async ({
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
  await phone.goto(new URL(link).pathname)
  await expect(page.getByRole('heading', { name: '签到已保存' })).toBeVisible()
  expect((await onRoll(staff, activityId))?.inAt).toBeNull()
  await phone.online()
  await expect.poll(async () => (await onRoll(staff, activityId))?.inAt).toEqual(expect.any(Number))
})

test('leader and rider without a network: the leader’s phone reads the rider’s code', async ({
  phone,
  newPhone,
  apiFor,
}) => {
  const staff = await apiFor('staff')
  const activityId = await publish(staff, { title: '守路口', inHours: 0.5 })
  await phone.send('activities.signUp', { activityId })
  const leader = await newPhone('staff')
  await leader.goto(`/activities/${activityId}/lead`)
  await expect(leader.page.getByRole('img', { name: /签到码/ })).toBeVisible()
  await leader.page.getByText('扫对方的码').click()
  await expect(leader.page.getByLabel('从相册选码的图片')).toBeAttached()
  await leader.installed()
  await phone.goto(`/activities/${activityId}`)
  await phone.installed()
  await phone.page.getByRole('button', { name: '出示我的码' }).click()
  const code = phone.page.getByRole('img', { name: /我的签到码/ })
  await expect(code).toBeVisible()
  await Promise.all([phone.offline(), leader.offline()])
  // The leader's page opens anew without a network: roll, code and reader are on the phone.
  await leader.goto(`/activities/${activityId}/lead`)
  await expect(leader.page.getByRole('img', { name: /签到码/ })).toBeVisible()
  await expect(leader.page.getByText('共 1 人')).toBeVisible()
  await leader.page.getByText('扫对方的码').click()
  await leader.page.getByLabel('从相册选码的图片').setInputFiles({
    name: 'code.png',
    mimeType: 'image/png',
    buffer: await code.screenshot(),
  })
  await expect(leader.page.getByText('签到待发送')).toBeVisible()
  expect((await onRoll(staff, activityId))?.inAt).toBeNull()
  await leader.online()
  await expect.poll(async () => (await onRoll(staff, activityId))?.inAt).toEqual(expect.any(Number))
})
