// @vitest-environment dom
import { DAY_MS, timeOf } from '#shared/kernel/day.ts'
import { expect, it } from 'vitest'
import { freshPhone, me, openPage, text } from '../../../support/client/page.ts'
import { REPORT_ID } from './report-view.ts'

const staff = me('staff')
const now = Date.now()
const times = { filedAt: now, dueAt: now + DAY_MS, until: now + 2 * DAY_MS }
const printed = {
  linkId: '0123456789abcdef',
  number: 61,
  kind: 'hazard',
  state: 'assigned',
  text: '电箱门敞开',
  place: null,
  spot: null,
  areaName: '江汉区 · 民意街街道 · 永丰社区居委会',
  unitName: '供电公司',
  plannedOn: null,
  url: 'https://bee.example.cn/case#secret',
  photoCount: 1,
  ...times,
}
freshPhone(() => ({ 'identity.me': staff, 'cases.print': printed }), () => {})

it('on paper every time has its date, for it is read on another day', async () => {
  await openPage(`/desk/${REPORT_ID}/case`, { holder: staff })
  await expect.poll(text).toContain('请 供电公司 办理')
  for (const at of Object.values(times)) expect(text()).toContain(timeOf(at).slice(0, 16))
  expect(text()).not.toContain('明天')
})
