// @vitest-environment dom
import type { Announcement } from '#shared/announcements/schemas.ts'
import type { PhoneServer } from '../../../support/client/page.ts'
import {
  announcementForm,
  emptyAnnouncement,
  fieldsOf,
} from '#client/features/announcements/desk/edit-announcement.ts'
import { dayOf, startOfDay } from '#shared/kernel/day.ts'
import { expect, it } from 'vitest'
import { freshPhone, me, openPage, text } from '../../../support/client/page.ts'

const HOUR_MS = 3_600_000
const rider = me('courier')
let server: PhoneServer
freshPhone(() => ({ 'identity.me': rider }), given => (server = given))
const announcement = (more: Partial<Announcement> = {}): Announcement => ({
  id: '01900000-0000-7000-8000-00000000a001',
  kind: 'notice',
  title: '今晚停水',
  words: '十点以后',
  areaId: '420103006',
  areaName: '江汉区 · 花楼街道',
  startsAt: Date.now() - HOUR_MS,
  endsAt: Date.now() + HOUR_MS,
  stationTimes: null,
  version: 1,
  ...more,
})
const answer = (...announcements: Announcement[]) => server.answers['announcements.now'] = { announcements }
const other = { id: '01900000-0000-7000-8000-00000000a002' }

it('the page shows what is in force and what comes, and nothing that has ended by this clock', async () => {
  const coming = { startsAt: Date.now() + HOUR_MS, endsAt: Date.now() + 2 * HOUR_MS }
  answer(
    announcement({ stationTimes: { opens: 420, closes: 1440 } }),
    announcement({ ...other, ...coming, title: '下周停电' }),
    announcement({ id: '01900000-0000-7000-8000-00000000a003', title: '昨天的', endsAt: Date.now() - 1 }),
  )
  await openPage('/announcements', { holder: rider })
  await expect.poll(text).toMatch(/今晚停水.*驿站延长开放：每天 07:00–24:00.*即将开始.*下周停电/)
  expect(text()).not.toContain('昨天的')
})

it('without any it says so, to a visitor too', async () => {
  answer()
  await openPage('/announcements', { holder: null })
  await expect.poll(text).toContain('现在没有通知和预警')
})

it('首页 shows two notices, or what is urgent alone, and says how many more there are', async () => {
  const notices = Array.from({ length: 4 }, (_, at) =>
    announcement({ id: `01900000-0000-7000-8000-00000000b00${at}`, title: `通知${at}` }))
  answer(...notices)
  await openPage('/', { holder: rider })
  await expect.poll(text).toMatch(/通知0.*通知1.*还有 2 条/)
  expect(text()).not.toContain('通知2')
  answer(announcement({ kind: 'alert', title: '暴雨预警' }), ...notices)
  await openPage('/', { holder: rider })
  await expect.poll(text).toMatch(/预警.*暴雨预警.*还有 4 条/)
  expect(text()).not.toContain('通知0')
})

it('the form ends hours on the next day where they close before they open', () => {
  const night = { isLonger: true, opens: '20:00', closes: '02:00' }
  const fields = { ...emptyAnnouncement('420103006'), title: '寒潮', ...night }
  expect(announcementForm.toInput(fields, [])).toMatchObject({ stationTimes: { opens: 1200, closes: 1560 } })
  const startsAt = startOfDay(dayOf(Date.now())) + 9 * HOUR_MS
  const shown = { ...announcement({ startsAt, stationTimes: { opens: 1200, closes: 1560 } }), changedAt: 7 }
  expect(fieldsOf({ ...shown, changedBy: '', endWords: null }))
    .toMatchObject({ startTime: '09:00', opens: '20:00', closes: '02:00', seen: 7, isAtOnce: false })
  const past = { ...fields, endDay: dayOf(Date.now() - 48 * HOUR_MS) }
  expect(announcementForm.check?.(past)).toBe('结束要在开始和现在之后')
})
