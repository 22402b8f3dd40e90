import type { PersonName, TestCity } from '../../../support/city.ts'
import type { Street } from './street.ts'
import { posts } from '#server/core/posts/index.ts'
import { releaseReports } from '#server/features/reports/tasks.ts'
import { eq } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import { COMMUNITY, ELSEWHERE } from '../../../support/city.ts'
import { freshStreet } from './street.ts'

let city: TestCity
let street: Street
freshStreet(fresh => ({ city, street } = fresh))

let reportId: string
beforeEach(async () => {
  reportId = await street.file('rider', { areaId: COMMUNITY })
})
const handTo = async (to: PersonName, by: PersonName = 'staff', words?: string) =>
  await city.as(by).done('reports.handTo', { reportId, to: city.ids[to], ...words && { words } })
const refused = async (to: PersonName, by: PersonName = 'staff') =>
  (await city.as(by).refused('reports.handTo', { reportId, to: city.ids[to] })).code
const listed = async (by: PersonName, more: object = {}) =>
  (await city.as(by).ask('desk.reports', { view: 'todo', ...more })).reports

it('whoever takes a report on is named to colleagues alone, and settles it without a unit', async () => {
  await handTo('staff')
  // It still waits to be accepted.
  expect(await listed('staff2')).toMatchObject([{ id: reportId, clerk: '测试staff' }])
  await street.bring(reportId, 'accepted')
  expect(await listed('staff')).toEqual([])
  expect((await street.one('staff2', reportId)).desk).toMatchObject({ clerk: { id: city.ids.staff } })
  const { timeline, desk } = await street.one('rider', reportId)
  expect(desk).toBe(null)
  expect(timeline).toMatchObject([{ step: 'filed' }, { step: 'takenOn', byName: null }, { step: 'accepted' }])
  const photos = [await street.photo('staff')]
  await city.as('staff').done('reports.resolve', { reportId, words: '已扶正', photos })
  expect(await street.stateOf(reportId)).toBe('resolved')
})

it('a colleague of the area is handed it and told, with words that the reporter never reads', async () => {
  await street.bring(reportId, 'accepted')
  const colleagues = await city.as('staff').ask('desk.colleagues', { reportId })
  expect(colleagues.map(({ id }) => id)).toContain(city.ids.staff2)
  for (const not of ['staff', 'staffElsewhere', 'rider'] as const)
    expect(colleagues.map(({ id }) => id)).not.toContain(city.ids[not])
  await handTo('staff2', 'staff', '你离得近')
  expect(await listed('staff2', { isMine: true })).toMatchObject([{ id: reportId }])
  expect(await listed('staff', { isMine: true })).toEqual([])
  const { notices } = await city.as('staff2').ask('notices.mine', {})
  expect(notices[0]).toMatchObject({ kind: 'reports.handedOver', words: '交给测试staff2：你离得近' })
  expect(await street.told('admin')).not.toContain('reports.handedOver')
  expect(JSON.stringify(await street.one('rider', reportId))).not.toContain('你离得近')
  expect((await street.one('staff', reportId)).timeline.at(-1)).toMatchObject({ step: 'handedOver' })
})

it('nobody is handed a report on which they may not act, or one that is with a unit', async () => {
  expect(await refused('staffElsewhere')).toBe('reports.colleagueUnknown')
  expect(await refused('rider')).toBe('reports.colleagueUnknown')
  expect(await refused('staff', 'staffElsewhere')).toBe('command.notYourArea')
  await handTo('staff2')
  expect(await refused('staff2')).toBe('reports.clerkAlready')
  await street.bring(reportId, 'accepted', 'assigned')
  expect(await refused('staff')).toBe('reports.tooLateToChange')
  const own = await street.file('staff2', { areaId: COMMUNITY })
  expect((await city.as('staff').refused('reports.handTo', { reportId: own, to: city.ids.staff2 })).code)
    .toBe('reports.colleagueUnknown')
})

it('reports of a clerk who left come back to the desk', async () => {
  await street.bring(reportId, 'accepted')
  await handTo('staff2')
  await handTo('staff', 'staff')
  expect(await listed('staff2')).toEqual([])
  expect(await releaseReports(city)).toBe(0)
  await city.database.transact(tx =>
    tx.update(posts).set({ scope: ELSEWHERE }).where(eq(posts.accountId, city.ids.staff)))
  expect(await releaseReports(city)).toBe(1)
  expect(await releaseReports(city)).toBe(0)
  expect(await listed('staff2')).toMatchObject([{ id: reportId }])
  expect(await street.told('staff2')).toContain('reports.handedBack')
  expect((await street.one('rider', reportId)).timeline.map(({ step }) => step)).not.toContain('clerkLeft')
})
