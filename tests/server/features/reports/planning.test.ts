import type { PersonName, TestCity } from '../../../support/city.ts'
import type { Street } from './street.ts'
import { bringBackPlans } from '#server/features/reports/tasks.ts'
import { DAY_MS, dayOf } from '#shared/kernel/day.ts'
import { beforeEach, expect, it } from 'vitest'
import { COMMUNITY, ELSEWHERE } from '../../../support/city.ts'
import { freshStreet } from './street.ts'

let city: TestCity
let street: Street
freshStreet(fresh => ({ city, street } = fresh))

let reportId: string
beforeEach(async () => {
  reportId = await street.bring(await street.file('rider', { areaId: COMMUNITY }), 'accepted')
})
const inDays = (days: number) => dayOf(city.time.now + days * DAY_MS)
const plan = async (days: number, words = '等配件', by: PersonName = 'staff') =>
  await city.as(by).done('reports.plan', { reportId, day: inDays(days), words })
const listed = async (by: PersonName, view: 'todo' | 'running') =>
  (await city.as(by).ask('desk.reports', { view })).reports.map(({ id }) => id)

it('the reporter and who follows read the day and why; what was promised first stays promised', async () => {
  await city.as('rider2').done('reports.support', { reportId })
  city.time.now += 1000
  const { dueAt } = await street.one('rider', reportId)
  await plan(10)
  const plannedOn = '2026-12-03'
  expect(await street.one('rider', reportId)).toMatchObject({ state: 'accepted', plannedOn, dueAt })
  const lastStep = (await street.one('rider2', reportId)).timeline.at(-1)
  expect(lastStep).toMatchObject({ step: 'planned', by: 'staff', words: '12月3日：等配件' })
  expect((await city.as('rider').ask('reports.mine', {})).reports[0]).toMatchObject({ plannedOn })
  for (const by of ['rider', 'rider2'] as const) expect(await street.told(by)).toContain('reports.planned')

  // Every move is told, and late is late.
  city.time.now += 3 * DAY_MS
  await plan(40, '又缺货', 'staff2')
  expect(await street.one('rider', reportId)).toMatchObject({ plannedOn: '2027-01-05', dueAt })
  expect((await street.one('rider', reportId)).timeline.at(-1)).toMatchObject({ words: '2027年1月5日：又缺货' })
  expect((await street.told('rider')).filter(kind => kind === 'reports.planned')).toHaveLength(2)
  await city.as('rider').done('reports.urge', { reportId })
})

it('on its day it comes back to the front of the desk, once', async () => {
  await plan(2)
  expect(await listed('staff', 'todo')).toEqual([])
  expect(await bringBackPlans(city)).toBe(0)
  city.time.now += 2 * DAY_MS
  expect(await bringBackPlans(city)).toBe(1)
  expect(await bringBackPlans(city)).toBe(0)
  expect(await listed('staff2', 'todo')).toEqual([reportId])
  expect(await street.told('staff2')).toContain('reports.planDue')
  expect((await street.one('rider', reportId)).timeline.at(-1))
    .toMatchObject({ step: 'planDue', by: 'system' })
  await plan(5, '雨天改期', 'staff2')
  expect(await listed('staff2', 'todo')).toEqual([])
})

it('a unit plans what it has begun too, and it comes back to the unit', async () => {
  await street.bring(reportId, 'assigned')
  await plan(2, '等配件', 'unit')
  expect(await listed('unit', 'todo')).toEqual([])
  expect(await listed('unit', 'running')).toEqual([reportId])
  await city.as('unit').done('reports.move', { reportId, to: 'working' })
  expect((await street.one('unit', reportId)).plannedOn).toBeUndefined()
  await plan(2, '等配件', 'unit')
  city.time.now += 2 * DAY_MS
  await bringBackPlans(city)
  const unit = city.holding(await city.signIn(city.phoneOf('unit')))
  const { reports } = await unit.ask('desk.reports', { view: 'todo' })
  expect(reports).toMatchObject([{ id: reportId, state: 'working' }])
  const { notices } = await unit.ask('notices.mine', {})
  expect(notices[0]).toMatchObject({ kind: 'reports.planDue', ref: reportId })
  expect((await street.one('rider', reportId)).timeline.at(-1)).toMatchObject({ step: 'planDue' })
})

it('a plan ends with what is done, or with the area that made it', async () => {
  await plan(2)
  await city.as('staff').done('reports.correct', { reportId, areaId: ELSEWHERE })
  expect((await street.one('rider', reportId)).plannedOn).toBeUndefined()
  city.time.now += 2 * DAY_MS
  expect(await bringBackPlans(city)).toBe(0)
})

it('only after acceptance, within a year, with a reason, and by whoever it lies with', async () => {
  const refused = async (days: number, by: PersonName = 'staff') =>
    (await city.as(by).refused('reports.plan', { reportId, day: inDays(days), words: '等配件' })).code
  for (const days of [-1, 0, 367]) expect(await refused(days)).toBe('reports.planDay')
  await plan(366)
  expect(await refused(2, 'staffElsewhere')).toBe('command.notYourArea')
  expect(await refused(2, 'rider')).toBe('command.notForYourRole')
  expect(await city.as('staff').sendOne('reports.plan', { reportId, day: inDays(2), words: ' ' }))
    .toMatchObject({ status: 'malformed' })
  await street.bring(reportId, 'assigned')
  expect(await refused(2)).toBe('reports.notPlannable')
  reportId = await street.file('rider2', { areaId: COMMUNITY })
  expect(await refused(2)).toBe('reports.notPlannable')
})
