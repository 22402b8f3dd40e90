// @vitest-environment dom
import type { Answer } from '#shared/queries.ts'
import type { PhoneServer } from '../../../support/client/page.ts'
import { beforeEach, expect, it } from 'vitest'
import {
  button,
  choose,
  freshPhone,
  me,
  openPage,
  settled,
  submit,
  tap,
  text,
  type,
} from '../../../support/client/page.ts'
import { areas, staff } from '../people/someone.ts'

const ID = '0194f000-0000-7000-8000-00000000e001'
const MEMBER = '0194f000-0000-7000-8000-00000000e002'
const rider = me('courier')
type Team = Answer<'teams.one'>
const team = (more: Partial<Team> = {}): Team => ({
  id: ID,
  name: '晨光快递小队',
  trade: 'parcel',
  areaId: '420103006',
  areaName: '江汉区 · 花楼街道',
  members: 12,
  minutes: 2_130,
  mine: null,
  isCaptain: false,
  asking: 0,
  words: '每周三傍晚在路口集合',
  foundedAt: Date.parse('2026-03-05T02:00:00Z'),
  captains: ['王巷'],
  mayDecide: false,
  roll: [],
  ...more,
})
const person = (more: Partial<Team['roll'][number]> = {}): Team['roll'][number] => ({
  accountId: MEMBER,
  name: '陈立夏',
  state: 'in',
  isCaptain: false,
  since: 1,
  minutes: 0,
  words: '',
  ...more,
})
const brief = (more: Partial<Team> = {}): Answer<'teams.near'>[number] => {
  const { words: _, foundedAt: __, captains: ___, mayDecide: ____, roll: _____, ...rest } = team(more)
  return rest
}

let server: PhoneServer
const OTHER = '0194f000-0000-7000-8000-00000000e003'
freshPhone(() => ({
  'identity.me': rider,
  'areas.tree': areas,
  'people.find': { people: [], hasMore: false },
}), given => (server = given))
beforeEach(() => {
  Object.assign(server.answers, {
    'teams.one': team(),
    'teams.near': [brief(), brief({ id: OTHER, name: '夜航小队', trade: 'ride', members: 0, minutes: 0 })],
  })
})
const sent = () => server.commands.map(({ name, input }) => ({ name, input }))

it('the list says what each team is; one\'s own stand apart, the others by trade', async () => {
  server.answers['teams.near'] = [
    brief({ mine: 'in' }),
    brief({ id: OTHER, name: '夜航小队', trade: 'ride', members: 0, minutes: 0 }),
  ]
  await openPage('/teams', { holder: rider })
  await expect.poll(text).toMatch(/我的小队 ?晨光快递小队快递 · 12 人 · 服务 35.5 小时(?:江汉区 )?花楼街道已加入/)
  expect(text()).toContain('夜航小队网约出行 · 刚组建')
  choose('网约配送')
  await settled()
  expect(text()).toContain('这一行还没有别的小队')
  choose('网约出行')
  await settled()
  expect(text()).toContain('夜航小队')
  expect(text()).not.toContain('组建小队')
})

it('without any team there is a bee, and for staff a way on', async () => {
  server.answers['teams.near'] = []
  await openPage('/teams', { holder: rider })
  await expect.poll(text).toContain('附近还没有小队，过几天再来看')
  expect(document.querySelector('.state-empty .bee')).not.toBeNull()
  expect(() => button('组建')).toThrow()
  server.answers['identity.me'] = staff
  await openPage('/teams', { holder: staff })
  await expect.poll(text).toContain('还没有小队，组建第一支吧')
  expect(button('组建')).toBeDefined()
})

it('staff found a team: the form says in its order what is missing', async () => {
  server.answers['identity.me'] = staff
  await openPage('/teams', { holder: staff })
  await tap('组建')
  const form = 'form[aria-label=组建小队]'
  const said = () => document.querySelector('[role=alert]')?.textContent?.trim() ?? ''
  await submit(form)
  expect(said()).toBe('队名要 2 到 20 个字')
  await type(`${form} input`, '民意街晨光队')
  await submit(form)
  expect(said()).toBe('请选择行业')
  choose('快递')
  await settled()
  await submit(form)
  await expect.poll(sent).toMatchObject([{
    name: 'teams.found',
    input: { name: '民意街晨光队', trade: 'parcel', areaId: '420103006', words: '' },
  }])
  await expect.poll(text).toContain('民意街晨光队组建好了')
})

it('one asks to be let in, without a network too, and takes it back', async () => {
  const { outbox } = await openPage(`/teams/${ID}`, { holder: rider })
  await expect.poll(text).toContain('申请加入')
  expect(text()).toContain('队员12 人')
  expect(text()).toContain('队长王巷')
  expect(text()).toContain('每周三傍晚在路口集合')
  server.isDown = true
  await type('form[aria-label=申请入队] input', '我也跑早班')
  await submit('form[aria-label=申请入队]')
  await expect.poll(text).toContain('申请已保存')
  expect(outbox.items).toMatchObject([{ envelope: { name: 'teams.ask', input: { words: '我也跑早班' } } }])
  await tap('撤回申请')
  // It may have left the phone already, so that leaving follows it.
  await expect.poll(text).toMatch(/撤回已保存|申请加入/)
  expect(outbox.items.map(({ envelope }) => envelope.name).join()).toMatch(/^(?:teams\.ask,teams\.leave)?$/)
})

it('a team never opened before is known by the saved list, and can be asked without a network', async () => {
  const list = await openPage('/teams', { holder: rider })
  await expect.poll(text).toContain('晨光快递小队')
  list.close()
  server.isDown = true
  const { outbox } = await openPage(`/teams/${ID}`, { holder: rider })
  await expect.poll(text).toContain('上次看到的样子')
  expect(text()).toContain('队员12 人')
  expect(text()).not.toContain('待任命')
  await submit('form[aria-label=申请入队]')
  await expect.poll(text).toContain('申请已保存')
  expect(outbox.items.map(({ envelope }) => envelope.name)).toEqual(['teams.ask'])
})

it('what was decided is shown as soon as it is; a refusal says why', async () => {
  await openPage(`/teams/${ID}`, { holder: rider })
  await expect.poll(text).toContain('申请加入')
  server.decide = () => ({ status: 'refused', refusal: { code: 'teams.full' } })
  await submit('form[aria-label=申请入队]')
  await expect.poll(text).toContain('这支小队人满了。')
  server.acceptTo({ 'teams.one': team({ mine: 'asked' }) })
  await submit('form[aria-label=申请入队]')
  await expect.poll(text).toContain('已申请，等队长同意')
  expect(text()).not.toContain('这支小队人满了')
})

it('a member sees names, and leaves after being asked; a captain is told that the post ends', async () => {
  const captain = person({ accountId: OTHER, name: '王巷', isCaptain: true })
  server.answers['teams.one'] = team({ mine: 'in', roll: [person(), captain] })
  const page = await openPage(`/teams/${ID}`, { holder: rider })
  await expect.poll(text).toMatch(/队员 ?王王巷队长陈陈立夏/)
  expect(document.querySelector('.member[aria-expanded]')).toBeNull()
  await tap('退出小队')
  expect(text()).toContain('确定退出吗？做过的时长会留着')
  expect(sent()).toEqual([])
  server.acceptTo({ 'teams.one': team({ mine: 'left' }) })
  await tap('退出小队')
  await expect.poll(sent).toMatchObject([{ name: 'teams.leave', input: { teamId: ID } }])
  await expect.poll(text).toContain('申请加入')
  page.close()
  server.answers['teams.one'] = team({ mine: 'in', isCaptain: true })
  await openPage(`/teams/${ID}`, { holder: rider })
  await expect.poll(text).toContain('退出小队')
  await tap('退出小队')
  expect(text()).toContain('退出后不再是队长，确定退出吗？')
})

it('whoever leads decides about those who ask, and takes people off with a reason', async () => {
  const asking = person({ accountId: OTHER, name: '罗谷雨', state: 'asked', words: '常跑花楼街' })
  server.answers['identity.me'] = staff
  const member = person({ minutes: 90 })
  server.answers['teams.one'] = team({ mayDecide: true, asking: 1, roll: [asking, member] })
  await openPage(`/teams/${ID}`, { holder: staff })
  await expect.poll(text).toContain('罗谷雨')
  expect(text()).toContain('“常跑花楼街”')
  const link = [...document.querySelectorAll('a')].find(each => each.textContent?.includes('任命队长'))
  expect(link?.getAttribute('href')).toBe(`/people/give?team=${ID}`)
  server.acceptTo({ 'teams.one': team({ mayDecide: true, roll: [member] }) })
  await tap('同意入队')
  await expect.poll(sent).toMatchObject([
    { name: 'teams.admit', input: { teamId: ID, accountId: OTHER, isAdmitted: true } },
  ])
  await expect.poll(text).toContain('罗谷雨入队了')
  expect(text()).toContain('1.5 小时')
  document.querySelector<HTMLButtonElement>('button.member')!.click()
  await settled()
  await tap('移出小队')
  await submit('form[aria-label=移出小队]')
  expect(text()).toContain('请写明原因')
  await type('form[aria-label=移出小队] textarea', '已离开本市')
  await submit('form[aria-label=移出小队]')
  await expect.poll(sent).toMatchObject([{}, {
    name: 'teams.remove',
    input: { teamId: ID, accountId: MEMBER, words: '已离开本市' },
  }])
})

it('staff give the captain\'s post of the team they come from, or of another in their area', async () => {
  server.answers['identity.me'] = staff
  server.answers['teams.near'] = [brief(), brief({ id: OTHER, name: '江北小队', areaId: '420104001' })]
  await openPage(`/people/give?team=${ID}`, { holder: staff })
  await expect.poll(text).toContain('晨光快递小队')
  await type('input[type=tel]', '13800000301')
  await type('form[aria-label=任命岗位] textarea', '队员推选')
  document.querySelector<HTMLButtonElement>('form[aria-label=任命岗位] .pick-cell')!.click()
  await settled()
  expect(document.querySelector('.pick-list')?.textContent).not.toContain('江北小队')
  await submit('form[aria-label=任命岗位]')
  await expect.poll(sent).toMatchObject([
    { name: 'people.give', input: { kind: 'captain', scope: ID, phone: '13800000301' } },
  ])
  expect(() => button('任命')).toThrow()
})
