// @vitest-environment dom
import type { PhoneServer } from '../../../support/client/page.ts'
import { codeBytes, codeUrl, epochOf } from '#shared/proofs/codes.ts'
import { subjectOf } from '#shared/proofs/purposes.ts'
import { expect, it } from 'vitest'
import { button, freshPhone, me, openPage, settled, tap, text } from '../../../support/client/page.ts'
import { activity, brief, HOUR_MS, idOf, mine, underWay } from './some-activities.ts'

const rider = me('courier')
const address = `/activities/${idOf(1)}`
let server: PhoneServer
freshPhone(
  () => ({
    'identity.me': rider,
    'activities.one': activity(),
    'activities.mine': mine(),
    'stations.all': { stations: [] },
  }),
  given => (server = given),
)
const hold = () => server.decide = () => ({ status: 'retry', afterMs: 60_000 })
const inputs = () => server.commands.map(({ name, input }) => ({ name, input }))

it('one tap signs up, and the moment says so', async () => {
  server.decide = () => {
    server.answers['activities.one'] = activity({ mine: 'in', taken: 3 })
    return { status: 'accepted', result: { state: 'in', ahead: 0 } }
  }
  await openPage(address, { holder: rider })
  await expect.poll(text).toContain('还剩 3 个名额')
  expect(text()).toContain('带队社区小赵')
  await tap('报名')
  await expect.poll(text).toContain('报上名了')
  expect(inputs()).toEqual([{ name: 'activities.signUp', input: { activityId: idOf(1) } }])
})

it('without an answer it is 待确认, never 报上名了, and can be withdrawn', async () => {
  hold()
  const page = await openPage(address, { holder: rider })
  await expect.poll(text).toContain('社区大门口')
  await tap('报名')
  await expect.poll(text).toContain('已保存，待确认')
  expect(text()).not.toContain('报上名了')
  expect(text()).toContain('报名待确认')
  await tap('撤回报名')
  // It may have left the phone already, so that leaving follows it.
  await expect.poll(() => page.outbox.items.map(({ envelope }) => envelope.name).at(-1) ?? 'none')
    .toMatch(/none|activities.leave/)
})

it('what waits for somebody to sign in says so, and leads there', async () => {
  server.doors['POST /api/commands'] = () => ({ status: 401, body: { code: 'session.over', message: '' } })
  const page = await openPage(address, { holder: rider })
  await expect.poll(text).toContain('社区大门口')
  await tap('报名')
  await expect.poll(text).toContain('登录后自动发出')
  await tap('去登录')
  await expect.poll(() => page.router.currentRoute.value.fullPath).toContain(`/sign-in?next=${address}`)
})

it('never opened before, it is known by the saved list, and one signs up without a network', async () => {
  server.answers['activities.open'] = { activities: [brief({ clash: '送热干面' })], hasMore: false }
  const list = await openPage('/activities', { holder: rider })
  await expect.poll(text).toContain('清洁共享单车')
  list.close()
  server.isDown = true
  const page = await openPage(address, { holder: rider })
  await expect.poll(text).toContain('上次看到的样子')
  for (const words of ['社区大门口', '共 5 个，还剩 3 个名额', '和你报名的“送热干面”时间冲突'])
    expect(text()).toContain(words)
  expect(text()).toMatch(/09:00.?–.?11:00/)
  // What the list does not say is not guessed.
  for (const words of ['带队社区小赵', '前可自己取消', '连不上网络']) expect(text()).not.toContain(words)
  await tap('报名')
  await expect.poll(text).toContain('已保存，待确认')
  expect(page.outbox.items.map(({ envelope: { name, input } }) => ({ name, input })))
    .toEqual([{ name: 'activities.signUp', input: { activityId: idOf(1) } }])
  page.close()
  server.isDown = false
  await openPage(address, { holder: rider })
  await expect.poll(text).toContain('带队社区小赵')
  expect(text()).not.toContain('上次看到的样子')
})

it('who waits in line by what one’s own list says is not told how many wait before', async () => {
  server.answers['activities.mine'] = mine({ coming: [brief({ mine: 'waiting', taken: 5, waiting: 3 })] })
  const list = await openPage('/activities/mine', { holder: rider })
  await expect.poll(text).toContain('候补中')
  list.close()
  server.isDown = true
  await openPage(address, { holder: rider })
  await expect.poll(text).toContain('取消候补')
  expect(text()).not.toMatch(/前面还有|下一个就是你/)
})

it('what is gone from the server is not shown from an old list', async () => {
  server.answers['activities.open'] = { activities: [brief()], hasMore: false }
  const list = await openPage('/activities', { holder: rider })
  await expect.poll(text).toContain('清洁共享单车')
  list.close()
  server.answers['activities.open'] = { activities: [], hasMore: false }
  delete server.answers['activities.one']
  await openPage(address, { holder: rider })
  await expect.poll(text).toContain('这里没有内容')
  expect(() => button('报名')).toThrow()
})

it('a full activity offers the waiting list and says who is before one', async () => {
  server.answers['activities.one'] = activity({ taken: 5, waiting: 3 })
  server.decide = () => ({ status: 'accepted', result: { state: 'waiting', ahead: 3 } })
  await openPage(address, { holder: rider })
  await expect.poll(text).toContain('前面有 3 人')
  await tap('候补报名')
  await expect.poll(text).toContain('排上候补了')
  expect(text()).toContain('前面还有 3 人，轮到你就发消息')
})

it('a clash is told by its name before and after', async () => {
  server.answers['activities.one'] = activity({ clash: '送热干面' })
  server.decide = () => ({ status: 'refused', refusal: { code: 'activities.clash', title: '送热干面' } })
  await openPage(address, { holder: rider })
  await expect.poll(text).toContain('和你报名的“送热干面”时间冲突')
  await tap('报名')
  await expect.poll(() => document.querySelector('.sign__problem')?.textContent ?? '').toContain('送热干面')
})

it('after two no-shows the sign-up asks first, then says so on the wire', async () => {
  server.answers['activities.one'] = activity({ asksReally: true })
  server.decide = () => ({ status: 'accepted', result: { state: 'in', ahead: 0 } })
  await openPage(address, { holder: rider })
  await expect.poll(text).toContain('社区大门口')
  await tap('报名')
  expect(server.commands).toHaveLength(0)
  await tap('我能来，报名')
  await expect.poll(inputs).toEqual([
    { name: 'activities.signUp', input: { activityId: idOf(1), evenSo: true } },
  ])
})

it('an offer shows how long it holds, is accepted by one tap, and given up by two', async () => {
  server.answers['activities.one'] = activity({ mine: 'offered', answerBy: Date.now() + 5.5 * HOUR_MS })
  await openPage(address, { holder: rider })
  await expect.poll(text).toContain('轮到你了，还剩 5 小时')
  await tap('不去了')
  expect(text()).toContain('名额会让给下一位，确定不去吗')
  await tap('先不')
  await tap('确认名额')
  await expect.poll(text).toContain('报上名了')
  expect(inputs()).toEqual([{ name: 'activities.accept', input: { activityId: idOf(1) } }])
})

it('a place is given up by two taps', async () => {
  server.answers['activities.one'] = activity({ mine: 'in' })
  await openPage(address, { holder: rider })
  await expect.poll(text).toContain('前可自己取消')
  await tap('取消报名')
  expect(server.commands).toHaveLength(0)
  await tap('取消报名')
  await expect.poll(inputs).toEqual([{ name: 'activities.leave', input: { activityId: idOf(1) } }])
  await expect.poll(text).toContain('已取消报名')
})

it('what is called off says why and has no button', async () => {
  server.answers['activities.one'] = activity({ mine: 'in', state: 'calledOff', calledOffWords: '明天有雷雨' })
  await openPage(address, { holder: rider })
  await expect.poll(text).toContain('活动取消了明天有雷雨')
  expect(() => button('取消报名')).toThrow()
})

it('what is over thanks who came, with their hours', async () => {
  const past = { startsAt: Date.now() - 30 * HOUR_MS, endsAt: Date.now() - 28 * HOUR_MS }
  server.answers['activities.one'] = activity({
    ...past,
    mine: 'came',
    state: 'finished',
    finishedWords: '清了三条街',
    marks: { inAt: past.startsAt, outAt: past.endsAt, minutes: 120 },
  })
  await openPage(address, { holder: rider })
  await expect.poll(text).toContain('辛苦了，谢谢你来')
  expect(text()).toContain('这次记 2 小时')
  expect(text()).toContain('清了三条街')
})

const boundOf = (id: string) => ({ purpose: 'activity', subject: subjectOf(id) }) as const
const codeOf = (id: string) =>
  codeUrl('', codeBytes({ ...boundOf(id), epoch: epochOf(Date.now()) }), new Uint8Array(32))

it('the leader’s code checks in at once, without a network too, and says when it was seen', async () => {
  server.answers['activities.one'] = underWay()
  server.answers['activities.mine'] = mine({ coming: [brief({ ...underWay(), mine: 'in' })] })
  hold()
  const before = Date.now()
  const page = await openPage(codeOf(idOf(1)), { holder: rider })
  await expect.poll(text).toContain('签到已保存')
  const [sent] = page.outbox.items
  expect(sent?.envelope).toMatchObject({
    name: 'activities.attend',
    input: { activityId: idOf(1), direction: 'in', proof: { by: 'code' } },
  })
  const { proof } = sent!.envelope.input as { proof: { seenAt: number } }
  expect(proof.seenAt).toBeGreaterThanOrEqual(before)
  page.close()
  await openPage(address, { holder: rider })
  await expect.poll(text).toContain('签到已保存')
  expect(text()).toContain('扫带队人的码签退')
})

it('who has checked in is asked before checking out', async () => {
  server.answers['activities.one'] = underWay({
    marks: { inAt: Date.now() - HOUR_MS, outAt: null, minutes: null },
  })
  server.answers['activities.mine'] = mine({ coming: [brief({ ...underWay(), mine: 'in' })] })
  await openPage(codeOf(idOf(1)), { holder: rider })
  await expect.poll(text).toContain('现在要走吗')
  await settled()
  expect(server.commands).toHaveLength(0)
  await tap('签退')
  await expect.poll(text).toContain('签退成功')
})

it('a code of an activity that one is not in says so; another text is no code', async () => {
  const page = await openPage(codeOf(idOf(1)), { holder: rider })
  await expect.poll(text).toContain('你没有报名这个活动')
  page.close()
  await openPage('/p/nonsense', { holder: rider })
  await expect.poll(text).toContain('这不是签到码')
})
