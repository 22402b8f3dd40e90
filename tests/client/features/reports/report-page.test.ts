// @vitest-environment happy-dom
import type { PhoneServer } from '../../../support/client/page.ts'
import { expect, it } from 'vitest'
import { freshPhone, me, openPage, submit, tap, text, type } from '../../../support/client/page.ts'

const rider = me('courier')
const id = '01900000-0000-7000-8000-00000000aaaa'
const STEP = '01900000-0000-7000-8000-00000000ee01'
const LATER = '01900000-0000-7000-8000-00000000ee02'
const view = (more: object = {}) => ({
  id,
  number: 7,
  kind: 'hazard',
  state: 'filed',
  text: '井盖翘起',
  place: { latitude: 30.6, longitude: 114.27 },
  areaName: '花楼社区',
  photo: null,
  seenAt: 1_000,
  filedAt: 2_000,
  dueAt: 3_000,
  supporters: 0,
  asked: false,
  areaId: '420103006003',
  photos: [],
  afterPhotos: [],
  mine: true,
  supported: false,
  unitId: null,
  unitName: null,
  question: null,
  mergedInto: null,
  rateUntil: null,
  score: null,
  timeline: [{ step: 'filed', at: 2_000, by: 'reporter', byName: null, words: null, photos: [] }],
  desk: null,
  lastStep: STEP,
  ...more,
})

let server: PhoneServer
freshPhone(() => ({ 'areas.tree': [], 'reports.one': view() }), given => server = given)
const sent = () => server.commands.map(({ name, input }) => [name, input])
const open = async (report: object) => {
  server.answers['reports.one'] = report
  await openPage(`/reports/${id}`, { holder: rider })
  await expect.poll(text).toContain('井盖翘起')
}

it('a change names the step on which its form began, and no place that stays', async () => {
  await open(view())
  await tap('修改')
  await type('textarea', '井盖翘起，靠河一侧')
  server.answers['reports.one'] = view({ lastStep: LATER })
  await tap('保存修改')
  await expect.poll(sent).toEqual([
    ['reports.amend', { reportId: id, kind: 'hazard', text: '井盖翘起，靠河一侧', seen: STEP }],
  ])
})

it('an answer names the step that was seen', async () => {
  await open(view({ question: '在哪一侧？', asked: true }))
  await type('textarea', '靠河')
  await submit('form')
  await expect.poll(sent).toEqual([['reports.answer', { reportId: id, answer: '靠河', seen: STEP }]])
})

it('so does what takes a report back', async () => {
  await open(view())
  await tap('撤回上报')
  await tap('撤回上报')
  await expect.poll(sent).toEqual([['reports.withdraw', { reportId: id, seen: STEP }]])
})

it('so does a rating', async () => {
  await open(view({ state: 'resolved', rateUntil: Date.now() + 86_400_000 }))
  await tap('修好了')
  await tap('提交评价')
  await expect.poll(sent).toEqual([['reports.rate', { reportId: id, fixed: true, seen: STEP }]])
})
