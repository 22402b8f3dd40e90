// @vitest-environment dom
import type { PhoneServer } from '../../../support/client/page.ts'
import { expect, it } from 'vitest'
import { freshPhone, me, openPage, text } from '../../../support/client/page.ts'

const rider = me('courier')
const station = {
  id: '01900000-0000-7000-8000-00000000bbbb',
  name: '民意街小蜜蜂驿站',
  latitude: 30.6,
  longitude: 114.27,
}
const NEAR = '民意街小蜜蜂驿站附近'
const report = {
  id: '01900000-0000-7000-8000-00000000aaaa',
  number: 7,
  kind: 'hazard',
  state: 'filed',
  text: '',
  place: { latitude: 30.601, longitude: 114.27 },
  areaName: '江汉区 · 民意街街道 · 永丰社区居委会',
  areaId: '420103006003',
  photo: null,
  seenAt: 1_000,
  filedAt: 2_000,
  dueAt: 3_000,
  supporters: 0,
  asked: true,
  mine: true,
  rateUntil: null,
  unitName: null,
  reusedPhoto: false,
  isOwn: false,
}
const notice = {
  id: report.id,
  kind: 'reports.asked',
  ref: report.id,
  number: 7,
  words: null,
  points: null,
  at: 5_000,
  isRead: true,
}

let server: PhoneServer
freshPhone(() => ({
  'identity.me': rider,
  'stations.all': { stations: [station], weeks: [] },
  'reports.mine': { reports: [report], hasMore: false },
  'notices.mine': { notices: [notice], unread: 0, hasMore: false },
  'mall.myOrders': { orders: [], hasMore: false },
  'desk.reports': {
    reports: [report],
    counts: { todo: 1, running: 0, done: 0, overdue: 0 },
    hasMore: false,
    asOf: 0,
  },
}), given => server = given)

it('a report without words is called by its kind and the nearest station, everywhere alike', async () => {
  for (const path of ['/reports', '/notices', '/']) {
    const { close } = await openPage(path, { holder: rider })
    await expect.poll(text, { message: path }).toContain(`安全隐患 · ${NEAR}`)
    close()
  }
  const staff = me('staff')
  server.answers['identity.me'] = staff
  await openPage('/desk', { holder: staff })
  await expect.poll(text).toContain(`#7 安全隐患${NEAR}`)
})

it('it is so without a network, and found by that name', async () => {
  const first = await openPage('/reports', { holder: rider })
  await expect.poll(text).toContain(NEAR)
  first.close()
  server.isDown = true
  await openPage('/reports', { holder: rider })
  await expect.poll(text).toContain(`安全隐患 · ${NEAR}`)
})

it('a station that is not near says nothing: its community does', async () => {
  const far = { ...report, place: { latitude: 30.62, longitude: 114.27 } }
  server.answers['reports.mine'] = { reports: [far], hasMore: false }
  await openPage('/reports', { holder: rider })
  await expect.poll(text).toContain('安全隐患 · 永丰社区')
})
