import type { CommandInput } from '#shared/commands.ts'
import type { Api, Phone } from '../support/journeys/phone.ts'
import { createHash, randomUUID } from 'node:crypto'
import { dayOf } from '#shared/kernel/day.ts'
import { expect, OFFLINE, somePhoto, test } from '../support/journeys/journey.ts'
import { askAll } from '../support/journeys/polls.ts'
import { publish } from '../support/journeys/volunteering.ts'
import { COMMUNITY } from '../support/template.ts'

const DAY_MS = 86_400_000
const one = async (phone: Pick<Api, 'ask'>, voiceId: string) => await phone.ask('voices.one', { voiceId })

/** Somebody says something past the pages. */
async function post(by: Pick<Api, 'send'>, changes: Partial<CommandInput<'voices.post'>>): Promise<string> {
  const voiceId = randomUUID()
  await by.send('voices.post', {
    voiceId,
    ...{ kind: 'wish', text: '', areaId: COMMUNITY, isAnonymous: false, photos: [], page: 'voices' },
    ...changes,
  })
  return voiceId
}

/** The id of the one voice of a phone, once the server has it. */
async function arrived(phone: Phone): Promise<string> {
  const mine = async () => await phone.ask('voices.mine', {})
  await expect.poll(async () => (await mine()).length).toBe(1)
  return (await mine())[0]!.id
}

/** Three say "me too" make a promise here. */
async function ruleThree(admin: Api): Promise<void> {
  const { rulings: [last] } = await admin.ask('rulings.one', { key: 'voices' })
  const value = [{ areaId: COMMUNITY, supporters: 3 }]
  if (JSON.stringify(last!.value) === JSON.stringify(value)) return
  await admin.send('rulings.set', { key: 'voices', value, seen: last!.from ?? 0, reason: '试行' })
}

test('a wish: said, merged, promised as so many agree, answered, judged by who asked', async ({
  phone,
  newPhone,
  newRider,
  apiFor,
}) => {
  await ruleThree(await apiFor('admin'))
  const mark = randomUUID().slice(0, 8)
  const { page } = phone
  await phone.goto('/voices/new')
  await page.getByRole('textbox', { name: /想说什么/ }).fill(`想学葫芦丝${mark}`)
  await page.getByRole('button', { name: '提交' }).click()
  await expect(page.getByRole('heading', { name: '收下了' })).toBeVisible()
  const first = await arrived(phone)

  // Somebody who says nearly the same is shown it first, and insists.
  const other = await newPhone()
  await other.signIn()
  await other.register()
  await other.goto('/voices/new')
  await other.page.getByRole('textbox', { name: /想说什么/ }).fill(`教教葫芦丝${mark}吧`)
  await other.page.getByRole('button', { name: '提交' }).click()
  await expect(other.page.getByRole('dialog', { name: '这条和你说的差不多' })).toContainText(`想学葫芦丝${mark}`)
  await other.page.getByRole('button', { name: '都不是，还是说我的' }).click()
  await expect(other.page.getByRole('heading', { name: '收下了' })).toBeVisible()
  const second = await arrived(other)

  const desk = await newPhone('staff')
  await desk.goto(`/voices/${second}`)
  await desk.page.getByRole('button', { name: '并入差不多的' }).click()
  await desk.page.getByRole('radio', { name: new RegExp(`想学葫芦丝${mark}`) }).check()
  await desk.page.getByRole('button', { name: '并入这条' }).click()
  await expect.poll(async () => (await one(phone, first)).supporters).toBe(1)

  // Two more, one of them without a network.
  const third = await newPhone(undefined, { losesNetwork: true })
  await third.signIn()
  await third.register()
  await third.goto(`/voices/${first}`)
  await expect(third.page.getByRole('button', { name: /^我也是/ })).toBeVisible()
  await third.installed()
  await third.offline()
  await third.page.getByRole('button', { name: /^我也是/ }).click()
  await expect(third.page.getByText('你也是，联网后自动发出')).toBeVisible()
  await third.online()
  await expect.poll(async () => (await one(phone, first)).supporters).toBe(2)
  const fourth = await newRider()
  await fourth.send('voices.support', { voiceId: first })
  await phone.goto(`/voices/${first}`)
  await expect(page.getByRole('status').filter({ hasText: '前答复' })).toBeVisible()

  await desk.goto(`/voices/${first}`)
  await desk.page.getByRole('button', { name: '答复', exact: true }).click()
  await desk.page.getByText('办好了', { exact: true }).click()
  await desk.page.getByRole('textbox', { name: /答复/ }).fill('每周三晚上开班')
  await desk.page.getByRole('button', { name: '提交答复' }).click()
  await expect.poll(async () => (await one(phone, first)).state).toBe('done')
  await phone.goto(`/voices/${first}`)
  await expect(page.getByText('每周三晚上开班').first()).toBeVisible()
  await page.getByRole('button', { name: '办好了' }).click()
  await expect.poll(async () => (await one(phone, first)).state).toBe('judged')
  await expect(page.getByText('1 人说办好了，0 人说没有')).toBeVisible()
})

test('a 恳谈会: questions before it, the one of most people first, and each is answered', async ({
  phone,
  newRider,
  apiFor,
}) => {
  const staff = await apiFor('staff')
  const activityId = await publish(staff, { title: '骑手恳谈会', kind: 'talk' })
  const asked = { kind: 'question', talkId: activityId } as const
  const other = await newRider()
  const early = await post(other, { ...asked, text: '门禁什么时候统一？' })
  const { page } = phone
  await phone.goto(`/activities/${activityId}`)
  await page.getByRole('link', { name: /提问题/ }).click()
  await expect(page.getByText('门禁什么时候统一？')).toBeVisible()
  await page.getByRole('button', { name: '提个问题' }).click()
  await page.getByRole('textbox', { name: /想在恳谈会上问什么/ }).fill('能不能多放充电柜？')
  await page.getByRole('button', { name: '提交' }).click()
  await expect(page.getByRole('heading', { name: '收下了' })).toBeVisible()
  const late = await arrived(phone)
  await other.send('voices.support', { voiceId: late })
  await phone.goto(`/voices/talk/${activityId}`)
  const rows = page.getByRole('main').getByRole('article')
  await expect(rows).toHaveCount(2)
  await expect(rows.first()).toContainText('能不能多放充电柜？')

  for (const [voiceId, words] of [[early, '年底前统一'], [late, '下月加两台']] as const) {
    const { seen } = await one(staff, voiceId)
    await staff.send('voices.answer', { voiceId, outcome: 'answered', words, seen })
  }
  await phone.goto(`/voices/talk/${activityId}`)
  for (const words of ['年底前统一', '下月加两台']) await expect(page.getByText(words)).toBeVisible()
})

test('a complaint without an account: digits to look it up, and the answer behind them', async ({
  newPhone,
  apiFor,
}) => {
  const stranger = await newPhone()
  const { page } = stranger
  const words = `热水器坏了 ${randomUUID().slice(0, 8)}`
  await stranger.goto('/')
  await page.getByRole('contentinfo').getByRole('link', { name: '投诉建议' }).click()
  await page.getByRole('textbox', { name: '有什么不满意或建议' }).fill(words)
  await page.getByRole('button', { name: '提交' }).click()
  const code = (await page.getByLabel('查答复的号码').textContent())!
  const admin = await apiFor('admin')
  // What waits longest comes first, fifty at a time: another journey may have written as many before.
  const waiting = async () => (await admin.ask('voices.desk', { view: 'todo', text: words })).voices
  await expect.poll(async () => (await waiting()).map(({ text }) => text)).toEqual([words])
  const voiceId = (await waiting())[0]!.id
  const { seen } = await one(admin, voiceId)
  await admin.send('voices.answer', { voiceId, outcome: 'done', words: '换了新的', seen })
  await stranger.open('/voices/code')
  await page.getByRole('textbox', { name: '号码' }).fill(code)
  await page.getByRole('button', { name: '查一查' }).click()
  await expect(page.getByText('换了新的')).toBeVisible()
})

test('said without a network it waits on the phone, and arrives once', OFFLINE, async ({ phone, apiFor }) => {
  const { page } = phone
  const words = `想要读书角 ${randomUUID().slice(0, 8)}`
  await phone.goto('/voices/new')
  await phone.installed()
  await phone.offline()
  await page.getByRole('textbox', { name: /想说什么/ }).fill(words)
  await page.getByRole('switch', { name: '不显示我的名字' }).check()
  await page.getByRole('button', { name: '提交' }).click()
  await expect(page.getByRole('heading', { name: '已保存在手机里' })).toBeVisible()
  await phone.online()
  await expect.poll(async () => (await phone.ask('voices.mine', {})).map(({ text }) => text)).toEqual([words])
  const [{ id: voiceId } = { id: '' }] = await phone.ask('voices.mine', {})
  expect(await one(await apiFor('unit'), voiceId)).toMatchObject({ authorName: null })
  const staff = await apiFor('staff')
  const unit = (await staff.ask('voices.units', { voiceId }))[0]!
  const { seen } = await one(staff, voiceId)
  const dueOn = dayOf(Date.now() + 3 * DAY_MS)
  await staff.send('voices.promise', { voiceId, unitId: unit.id, dueOn, seen })
  await phone.goto(`/voices/${voiceId}`)
  await expect(page.getByText(`由${unit.name}答复`)).toBeVisible()
})

test('a wish leads to an activity and a poll: who agreed is told, and each end shows the other', async ({
  newPhone,
  newRider,
  apiFor,
}) => {
  const mark = randomUUID().slice(0, 8)
  const voiceId = await post(await newRider(), { text: `想学剪辑${mark}` })
  const other = await newPhone()
  await other.signIn()
  await other.send('voices.support', { voiceId })
  const staff = await apiFor('staff')
  const title = `剪辑夜校${mark}`
  const activityId = await publish(staff, { title })
  const { pollId, question } = await askAll(staff)

  const desk = await newPhone('staff')
  await desk.goto(`/voices/${voiceId}`)
  const led = desk.page.getByRole('region', { name: '前因后果' })
  for (const [kind, name] of [['活动或课程', title], ['投票', question]] as const) {
    await desk.page.getByRole('button', { name: '办成了…' }).click()
    await desk.page.getByRole('form', { name: '办成了什么' }).getByText(kind, { exact: true }).click()
    await desk.page.getByRole('radio', { name: new RegExp(name) }).check()
    await desk.page.getByRole('button', { name: '连上并通知' }).click()
    await expect(led.getByRole('link', { name })).toBeVisible()
  }

  const { page } = other
  await other.goto('/notices')
  // Of one voice, the latest notice stands for those before it.
  await page.getByRole('link', { name: /你说的有了下文/ }).click()
  // The notice names the poll too.
  const ends = page.getByRole('region', { name: '前因后果' })
  await ends.getByRole('link', { name: question }).click()
  await expect(page.getByRole('heading', { name: question })).toBeVisible()
  await page.getByRole('link', { name: `想学剪辑${mark}` }).click()
  await page.getByRole('link', { name: title }).click()
  await expect(page.getByRole('link', { name: `想学剪辑${mark}` })).toBeVisible()

  // Called off, a poll leads nowhere, and of an activity it is said.
  await staff.send('polls.cancel', { pollId, words: '先不问了' })
  await staff.send('activities.callOff', { activityId, words: '下雨' })
  await other.goto(`/voices/${voiceId}`)
  await expect(page.getByRole('link', { name: title })).toContainText('已取消')
  await expect(page.getByRole('link', { name: question })).toHaveCount(0)
})

test('the photo of an anonymous voice is another than the one it was picked as', async ({ phone }) => {
  const { page } = phone
  const picture = await somePhoto()
  await phone.goto('/voices/new')
  await page.getByRole('textbox', { name: /想说什么/ }).fill(`雨棚漏了 ${randomUUID().slice(0, 8)}`)
  await page.getByRole('group', { name: '照片（选填）' }).locator('input').setInputFiles(picture)
  await expect(page.getByRole('img', { name: '照片 1' })).toBeVisible()
  await page.getByRole('switch', { name: '不显示我的名字' }).check()
  await expect(page.getByText('发过的照片别再用，看过的人会认出来')).toBeVisible()
  await page.getByRole('button', { name: '提交' }).click()
  await expect(page.getByRole('heading', { name: '收下了' })).toBeVisible()
  const { photos: [shown] } = await one(phone, await arrived(phone))
  const picked = createHash('sha256').update(picture.buffer).digest('hex')
  expect(shown!.thumbhash).toBeNull()
  expect(shown!.hash).not.toBe(picked)
})
