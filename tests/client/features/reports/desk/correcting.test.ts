// @vitest-environment dom
import type { PhoneServer } from '../../../../support/client/page.ts'
import { expect, it } from 'vitest'
import {
  freshPhone,
  me,
  openPage,
  settled,
  submit,
  tap,
  text,
  type,
} from '../../../../support/client/page.ts'
import { deskFacts, REPORT_ID as id, view as reportView, LAST_STEP as seen } from '../report-view.ts'

const staff = me('staff', { areaId: '420103006' })
const view = (more: object = {}) => reportView({ mine: false, desk: deskFacts, ...more })

let server: PhoneServer
freshPhone(() => ({ 'identity.me': staff, 'reports.one': view() }), given => server = given)
const open = async () => {
  const page = await openPage(`/desk/${id}`, { holder: staff })
  await expect.poll(text).toContain('井盖翘起')
  return page
}
const sent = () => server.commands.map(({ name, input }) => [name, input])
const chip = (value: string) =>
  document.querySelector<HTMLInputElement>(`.correction__kinds input[value=${value}]`)!

it('staff correct kind and spot, are told what follows from it, and only what changed is sent', async () => {
  await open()
  await tap('更正信息')
  expect(chip('hazard').checked).toBe(true)
  expect(text()).not.toContain('时限按新类别计算')
  chip('security').click()
  await settled()
  expect(text()).toContain('时限按新类别计算，受理后按新类别得 100 积分')
  await type('.action-form .van-field input', '中百超市门口')
  await submit('.action-form')
  await expect.poll(sent).toEqual([
    ['reports.correct', { reportId: id, kind: 'security', spot: '中百超市门口', seen }],
  ])
})

it('what stops being secret is sent only once somebody said so; points that were given stay', async () => {
  server.answers['reports.one'] = view({ kind: 'security', state: 'accepted' })
  await open()
  await tap('更正信息')
  chip('hazard').click()
  await settled()
  expect(text()).toContain('时限按新类别计算，受理时的积分不变')
  expect(text()).toContain('改后不再保密：说明、照片和大概位置谁都能看到，也会进公开数据。')
  const form = document.querySelector<HTMLFormElement>('.action-form')!
  form.requestSubmit()
  await settled()
  expect(sent()).toEqual([])
  const tick = document.querySelector<HTMLInputElement>('.correction__public input')!
  expect(tick.validationMessage).toBe('公开以前，请先看过说明和照片，再打勾')
  tick.click()
  form.requestSubmit()
  await expect.poll(sent).toEqual([['reports.correct', { reportId: id, kind: 'hazard', seen }]])
})

it('nothing changed is told in words, what a colleague did meanwhile by name', async () => {
  server.decide = () => ({ status: 'refused', refusal: { code: 'reports.nothingToCorrect' } })
  await open()
  await tap('更正信息')
  await submit('.action-form')
  await expect.poll(text).toContain('还没有改动，没有提交。')
  await tap('关闭')
  const refusal = { code: 'reports.changedMeanwhile', by: 'staff', step: 'accepted', name: '小赵' }
  server.decide = () => ({ status: 'refused', refusal })
  await tap('受理')
  await expect.poll(text).toContain('小赵刚做了“已受理”，没有提交。')
})

it('a merge is undone where it was made by mistake', async () => {
  server.answers['reports.one'] = view({ state: 'merged' })
  await open()
  await tap('撤销并案')
  await expect.poll(sent).toEqual([['reports.unmerge', { reportId: id, seen }]])
})
