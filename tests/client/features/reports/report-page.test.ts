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

const market = {
  id: '01900000-0000-7000-8000-00000000bbbb',
  name: '民意街小蜜蜂驿站',
  latitude: 30.6 + 120 / 111_195,
  longitude: 114.27,
}
const deskFacts = {
  reporter: null,
  isOwn: false,
  reusedPhoto: false,
  afterPhotoFault: null,
  clockSkewMs: 0,
  photoFacts: [],
}

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

it('says where it is in words, offers the way there, and keeps degrees for the clipboard', async () => {
  server.answers['stations.all'] = { stations: [market], weeks: [] }
  await open(view({ areaName: '江汉区 · 民意街街道 · 永丰社区居委会' }))
  await expect.poll(text).toContain('民意街街道 永丰社区 · 距民意街小蜜蜂驿站 120 米')
  expect(text()).not.toMatch(/[北东]\s*[纬经]|30\.6/)
  const copied: string[] = []
  Object.defineProperty(navigator, 'clipboard', {
    configurable: true,
    value: { writeText: async (words: string) => void copied.push(words) },
  })
  await tap('复制坐标')
  expect(copied).toEqual(['30.60000,114.27000'])
  await tap('导航')
  const ways = [...document.querySelectorAll<HTMLAnchorElement>('dialog a')].map(({ href }) => href)
  expect(ways[0]).toMatch(/uri\.amap\.com.*mode=walk/)
})

it('staff and units get the same words, and the way by car', async () => {
  server.answers['stations.all'] = { stations: [market], weeks: [] }
  server.answers['reports.one'] = view({ desk: deskFacts, areaName: '江汉区 · 民意街街道 · 永丰社区居委会' })
  await openPage(`/desk/${id}`, { holder: me('unit') })
  await expect.poll(text).toContain('民意街街道 永丰社区 · 距民意街小蜜蜂驿站 120 米')
  expect(text()).not.toContain('30.6')
  await tap('导航')
  expect(document.querySelector<HTMLAnchorElement>('dialog a')!.href).toContain('mode=car')
})
