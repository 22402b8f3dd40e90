// @vitest-environment dom
import type { PhoneServer } from '../../../support/client/page.ts'
import { expect, it } from 'vitest'
import { freshPhone, openPage, submit, tap, text, type } from '../../../support/client/page.ts'
import { LAST_STEP } from './report-view.ts'

const LATER = LAST_STEP.replace('ee01', 'ee02')
const view = (more: object = {}) => ({
  linkId: '0123456789abcdef',
  number: 61,
  kind: 'hazard',
  state: 'working',
  text: '电线垂下来了',
  place: null,
  spot: null,
  areaName: '江汉区 · 民意街街道 · 永丰社区居委会',
  photos: [],
  afterPhotos: [],
  unitName: '供电公司',
  note: null,
  reopened: null,
  plannedOn: null,
  filedAt: 1_000,
  dueAt: 2_000,
  until: Date.now() + 86_400_000,
  isOpened: true,
  lastStep: LAST_STEP,
  ...more,
})
let server: PhoneServer
freshPhone(() => ({ 'areas.tree': [], 'cases.one': view() }), given => server = given)

it('after a refusal for a newer step the page shows it, and the next try names it as seen', async () => {
  await openPage(`/case#${'s'.repeat(40)}`, { holder: null })
  await expect.poll(text).toContain('电线垂下来了')
  await tap('退回')
  await type('.case-form textarea', '这段线路不归我们')
  server.decide = () => {
    server.answers['cases.one'] = view({ lastStep: LATER, note: '今天就要办' })
    return { status: 'refused', refusal: { code: 'reports.changedMeanwhile', by: 'staff', step: 'planned' } }
  }
  await submit('.case-form')
  await expect.poll(text).toContain('工作人员刚做了“已排期”，没有提交')
  await expect.poll(text).toContain('社区说：今天就要办')
  server.decide = () => ({ status: 'accepted', result: {} })
  await submit('.case-form')
  const words = '这段线路不归我们'
  await expect.poll(() => server.commands.map(({ input }) => input))
    .toEqual([{ seen: LAST_STEP, words }, { seen: LATER, words }])
})

it('a unit whose answer to 接单 was lost sees whether it arrived', async () => {
  server.answers['cases.one'] = view({ state: 'assigned' })
  let state = 'assigned'
  server.doors['POST /api/commands'] = () => {
    server.answers['cases.one'] = view({ state })
    return { status: 503, body: {} }
  }
  await openPage(`/case#${'s'.repeat(40)}`, { holder: null })
  await expect.poll(text).toContain('电线垂下来了')
  await tap('接单')
  await expect.poll(text).toContain('可能没有接上')
  state = 'working'
  await tap('接单')
  await expect.poll(text).toContain('已接单')
  expect(text()).not.toContain('可能没有接上')
})
