// @vitest-environment dom
import type { PhoneServer } from '../../../support/client/page.ts'
import { dayOf, startOfDay } from '#shared/kernel/day.ts'
import { expect, it } from 'vitest'
import { freshPhone, me, openPage, submit, tap, text, type } from '../../../support/client/page.ts'
import { activity, HOUR_MS, idOf, mine, person, underWay } from './some-activities.ts'

const staff = me('staff', {
  posts: [{ id: idOf(8), kind: 'staff', scope: '420103006', scopeName: '花楼街道', from: 0, until: null }],
})
const captainOf = (scope: string) =>
  ({ id: idOf(8), kind: 'captain' as const, scope, scopeName: '小队', from: 0, until: null })
const lead = `/activities/${idOf(1)}/lead`
let server: PhoneServer
freshPhone(
  () => ({
    'identity.me': staff,
    'activities.one': underWay({ mine: null, leads: true }),
    'activities.roll': { people: [person()], messages: [] },
    'activities.mine': mine(),
    'teams.near': [],
    'areas.tree': [['420103', '江汉区'], ['420103006', '花楼街道']],
    'stations.all': { stations: [] },
  }),
  given => (server = given),
)
const sent = () => server.commands.map(({ name, input }) => ({ name, input }))

it('the roll says who is there, who isn’t, and who waits; it is there without a network', async () => {
  server.answers['activities.roll'] = {
    people: [
      person({ inAt: Date.now() - HOUR_MS }),
      person({ accountId: idOf(5), name: '周阿婆', holder: '1122334455667788' }),
      person({ accountId: idOf(6), name: '何站长', state: 'waiting', holder: '2233445566778899' }),
    ],
    messages: [],
  }
  const page = await openPage(lead, { holder: staff })
  await expect.poll(text).toContain('名单：1 人到场，共 2 人')
  expect(text()).toContain('候补：1 人')
  page.close()
  server.isDown = true
  await openPage(lead, { holder: staff })
  await expect.poll(text).toContain('名单：1 人到场，共 2 人')
})

it('the form that a team’s page leads to begins in its name, for a captain and for staff', async () => {
  const [first, second] = [idOf(3), idOf(4)]
  const team = (id: string, name: string) => ({
    id,
    name,
    trade: 'meal',
    areaId: '420103006',
    areaName: '江汉区 · 花楼街道',
    members: 3,
    minutes: 0,
    mine: 'in',
    isCaptain: true,
    asking: 0,
  })
  server.answers['teams.near'] = [team(first, '晨光队'), team(second, '夜航队')]
  const chosen = () => document.querySelector('.edit-form__half')?.textContent ?? ''
  for (const holder of [me('courier', { posts: [captainOf(first), captainOf(second)] }), staff]) {
    server.answers['identity.me'] = holder
    const page = await openPage(`/activities/edit?team=${second}`, { holder })
    await expect.poll(chosen).toContain('夜航队')
    page.close()
  }
  await openPage('/activities/edit', { holder: staff })
  await expect.poll(chosen).toContain('不限小队')
})

it('somebody else’s correction is approved on the person’s sheet; one’s own waits for another', async () => {
  const correction = {
    id: idOf(9),
    inAt: Date.now() - HOUR_MS,
    outAt: Date.now(),
    words: '手机没电',
    askedBy: '小孙',
    state: 'asked' as const,
    mayDecide: true,
  }
  server.answers['activities.roll'] = { people: [person({ correction })], messages: [] }
  await openPage(lead, { holder: staff })
  await expect.poll(text).toContain('有更正待审')
  document.querySelector<HTMLButtonElement>('.roll-row')!.click()
  await expect.poll(text).toContain('小孙申请更正')
  await tap('同意更正')
  await expect.poll(sent).toContainEqual({
    name: 'activities.approveCorrection',
    input: { correctionId: idOf(9), isApproved: true },
  })
})

it('calling off needs a reason and a second tap', async () => {
  await openPage(lead, { holder: staff })
  await expect.poll(text).toContain('取消活动')
  await tap('取消活动')
  await submit('.words-form')
  expect(text()).toContain('请写明取消原因')
  await type('.words-form textarea', '明天有雷雨')
  await submit('.words-form')
  expect(sent()).toEqual([])
  await submit('.words-form')
  await expect.poll(sent).toEqual([
    { name: 'activities.callOff', input: { activityId: idOf(1), words: '明天有雷雨' } },
  ])
})

it('those who come are written to, and what was said stands below', async () => {
  server.answers['activities.roll'] = {
    people: [person()],
    messages: [{ words: '带好雨衣', at: Date.now() - HOUR_MS, by: '社区小赵' }],
  }
  await openPage(lead, { holder: staff })
  await expect.poll(text).toContain('带好雨衣')
  await tap('通知大家')
  await submit('.words-form')
  expect(text()).toContain('请写通知内容')
  await type('.words-form textarea', '改到一楼大厅')
  await submit('.words-form')
  await expect.poll(sent).toEqual([
    { name: 'activities.message', input: { activityId: idOf(1), words: '改到一楼大厅' } },
  ])
})

it('the end is saved without a network, and said to wait', async () => {
  server.decide = () => ({ status: 'retry', afterMs: 60_000 })
  await openPage(lead, { holder: staff })
  await expect.poll(text).toContain('结束活动')
  await tap('结束活动')
  await submit('.sheet form')
  await expect.poll(text).toContain('活动结束已保存 ·')
})

it('the same again makes drafts of the next weeks, each with a way to publish it', async () => {
  await openPage(lead, { holder: staff })
  await expect.poll(text).toContain('再来几周')
  await tap('生成 4 份草稿')
  await expect.poll(() => document.querySelectorAll('a[href^="/activities/edit/"]').length).toBe(4)
  const first = (server.answers['activities.one'] as { startsAt: number }).startsAt + 168 * HOUR_MS
  const { copies } = server.commands[0]!.input as { copies: { startsAt: number }[] }
  expect(copies.map(({ startsAt }, week) => startsAt - week * 168 * HOUR_MS)).toEqual(
    copies.map(() => first),
  )
})

it('the form says what is missing, and publishes', async () => {
  Object.defineProperty(navigator, 'geolocation', {
    configurable: true,
    value: { getCurrentPosition: (_found: unknown, refused: () => void) => refused() },
  })
  const { router } = await openPage('/activities/edit', { holder: staff })
  await expect.poll(text).toContain('集合地点')
  await submit()
  expect(text()).toContain('请填标题')
  await type('input[placeholder^="例如：清洁"]', '扫雪')
  await type('input[placeholder=最多几个人]', '8')
  await type('input[placeholder^="例如：社区"]', '社区大门口')
  await tap('集合地点在地图上选')
  await tap('确定位置')
  await submit()
  await expect.poll(sent).toMatchObject([{
    name: 'activities.publish',
    input: { title: '扫雪', capacity: 8, spot: '社区大门口', areaId: '420103006', teamId: null },
  }])
  const { activityId } = server.commands[0]!.input as { activityId: string }
  await expect.poll(() => router.currentRoute.value.path).toBe(`/activities/${activityId}`)
})

it('a published one is changed with what was seen; a change by others is told', async () => {
  server.answers['activities.one'] = activity({ leads: true, changedAt: 77 })
  server.decide = () => ({ status: 'refused', refusal: { code: 'activities.changedMeanwhile', by: '小孙' } })
  await openPage(`/activities/edit/${idOf(1)}`, { holder: staff })
  await expect.poll(text).toContain('保存修改')
  server.answers['activities.one'] = activity({ leads: true, changedAt: 99, capacity: 9 })
  await type('input[name=title], input[placeholder^="例如：清洁"]', '清洁单车')
  await submit()
  await expect.poll(text).toContain('有人改过：名额改成了“9”')
  expect(server.commands[0]).toMatchObject({ name: 'activities.publish', input: { seen: 77, title: '清洁单车' } })
  server.decide = () => ({ status: 'accepted', result: {} })
  await submit()
  await expect.poll(() => server.commands[1]?.input).toMatchObject({ seen: 99, title: '清洁单车', capacity: 9 })
})

it('what is over shows what remains: missing checks, photos; the code only if asked for', async () => {
  const over = { state: 'finished' as const, finishedWords: '谢谢大家', endsAt: Date.now() - HOUR_MS }
  server.answers['activities.one'] = underWay({ mine: null, leads: true, ...over })
  server.answers['activities.roll'] = {
    people: [
      person({ state: 'came', inAt: Date.now() - 2 * HOUR_MS }),
      person({ accountId: idOf(5), holder: '1122334455667788' }),
      person({ accountId: idOf(6), holder: '2233445566778899', state: 'waiting' }),
    ],
    messages: [],
  }
  await openPage(lead, { holder: staff })
  await expect.poll(text).toContain('还要做的')
  expect(text()).toContain('1 人没签退')
  expect(text()).toContain('1 人没有签到记录')
  expect(text()).toContain('还没有照片')
  expect(text()).not.toContain('扫我签到')
  await tap('补照片')
  await expect.poll(() => document.querySelector<HTMLTextAreaElement>('.sheet textarea')?.value).toBe('谢谢大家')
  await type('.sheet textarea', '谢谢 12 位师傅')
  await submit('.sheet form')
  await expect.poll(sent).toContainEqual({
    name: 'activities.finish',
    input: { activityId: idOf(1), words: '谢谢 12 位师傅', photos: [] },
  })
  await tap('还有人要签退，打开签到码')
  await expect.poll(text).toContain('扫对方的码')
})

it('a photo that should not be seen is taken away by two taps', async () => {
  const photos = ['a', 'b'].map(letter => ({ hash: letter.repeat(64), thumbhash: null, version: 0 }))
  server.answers['activities.one'] = activity({ leads: true, state: 'finished', photos })
  await openPage(lead, { holder: staff })
  await tap('补照片')
  await expect.poll(text).toContain('大家都看得到这些照片')
  await tap('第 2 张')
  await tap('撤下第 2 张')
  expect(sent()).toEqual([])
  await tap('撤下第 2 张')
  await expect.poll(sent).toEqual([{
    name: 'activities.removePhoto',
    input: { activityId: idOf(1), hash: 'b'.repeat(64) },
  }])
})

it('a draft is discarded by two taps', async () => {
  server.answers['activities.one'] = activity({ leads: true, state: 'draft' })
  const page = await openPage(`/activities/edit/${idOf(1)}`, { holder: staff })
  await expect.poll(text).toContain('删除草稿')
  await tap('删除草稿')
  expect(sent()).toEqual([])
  await tap('删除草稿')
  await expect.poll(sent).toEqual([{ name: 'activities.discard', input: { activityId: idOf(1) } }])
  await expect.poll(() => page.router.currentRoute.value.name).toBe('my-activities')
})

it('a captain of two teams names an area of the team that is chosen', async () => {
  const [first, second] = [idOf(3), idOf(4)]
  const counts = { members: 3, minutes: 0, asking: 0 }
  const team = (id: string, name: string, areaId: string) =>
    ({ id, name, trade: 'meal', areaId, areaName: '', mine: 'in', isCaptain: true, ...counts })
  server.answers['teams.near'] = [team(first, '晨光队', '420103006'), team(second, '夜航队', '420105')]
  server.answers['areas.tree'] = [['420103', '江汉区'], ['420103006', '花楼街道'], ['420105', '汉阳区']]
  const holder = me('courier', { posts: [captainOf(first), captainOf(second)] })
  server.answers['identity.me'] = holder
  await openPage('/activities/edit', { holder })
  await expect.poll(text).toContain('花楼街道')
  await tap('小队晨光队')
  await tap('夜航队')
  await expect.poll(text).toContain('汉阳区')
})

it('who leads nothing reads whose page it is', async () => {
  server.answers['identity.me'] = me('courier')
  await openPage(lead, { holder: me('courier') })
  await expect.poll(text).toContain('这里是社区工作人员、市级管理员和队长的页面')
})

it('of an activity at night an hour after midnight is asked for on the day after it began', async () => {
  const began = startOfDay(dayOf(Date.now() - 48 * HOUR_MS)) + 22 * HOUR_MS
  const night = { startsAt: began, endsAt: began + 4 * HOUR_MS }
  server.answers['activities.one'] = activity({ leads: true, state: 'finished', ...night })
  await openPage(lead, { holder: staff })
  await expect.poll(text).toContain('林小满')
  document.querySelector<HTMLButtonElement>('.roll-row')!.click()
  await tap('申请更正时长')
  const [from, to] = [...document.querySelectorAll<HTMLInputElement>('.sheet input[type=time]')]
  for (const [field, time] of [[from, '00:15'], [to, '01:30']] as const) {
    field!.value = time
    field!.dispatchEvent(new Event('input'))
  }
  await type('.sheet textarea', '手机没电')
  await submit('.sheet form')
  await expect.poll(() => server.commands[0]?.input).toMatchObject({
    inAt: began + 2.25 * HOUR_MS,
    outAt: began + 3.5 * HOUR_MS,
  })
})

it('the same again is the same drafts where the answer was lost', async () => {
  const posted: { input: object }[] = []
  server.doors['POST /api/commands'] = (body) => {
    posted.push(...(body as { commands: typeof posted }).commands)
    return { status: 503, body: {} }
  }
  await openPage(lead, { holder: staff })
  await tap('生成 4 份草稿')
  await expect.poll(() => posted.length).toBe(1)
  delete server.doors['POST /api/commands']
  await tap('生成 4 份草稿')
  await expect.poll(() => server.commands.map(({ input }) => input)).toEqual([posted[0]!.input])
})
