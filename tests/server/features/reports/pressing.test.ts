import type { TestCity } from '../../../support/city.ts'
import type { Street } from './street.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { expect, it } from 'vitest'
import { UNITS } from '../../../support/city.ts'
import { freshStreet } from './street.ts'

let city: TestCity
let street: Street
freshStreet(given => ({ city, street } = given), { LIMITS_FACTOR: '100' })

const HOUR_MS = 3_600_000
const urgent = { kind: 'emergency' } as const
const urge = async (reportId: string) => (await city.as('rider').refused('reports.urge', { reportId })).code
const stepsOf = async (by: 'rider' | 'resident' | 'unit' | 'staff', reportId: string) =>
  (await street.one(by, reportId)).timeline.map(({ step }) => step)

it('whoever reported it urges what is overdue, once a day, and desk and unit hear of it', async () => {
  const reportId = await street.bring(await street.file('rider', urgent), 'accepted', 'assigned')
  const settled = await street.bring(await street.file('rider', urgent), 'accepted', 'assigned', 'resolved')
  expect(await urge(reportId)).toBe('reports.notOverdue')
  city.time.now += 3 * HOUR_MS
  expect((await city.as('resident').refused('reports.urge', { reportId })).code).toBe('reports.notYours')

  await city.as('rider').done('reports.urge', { reportId })
  expect((await street.told('unit'))[0]).toBe('reports.urged')
  expect((await street.told('staff'))[0]).toBe('reports.urged')
  expect(await stepsOf('unit', reportId)).toEqual(['filed', 'accepted', 'assigned', 'urged'])
  const { reports } = await city.as('unit').ask('desk.reports', { view: 'todo' })
  expect(reports).toMatchObject([{ id: reportId, urges: 1, objected: false }])

  expect(await urge(reportId)).toBe('reports.urgedToday')
  city.time.now += DAY_MS
  await city.as('rider').done('reports.urge', { reportId })
  expect(await urge(settled)).toBe('reports.tooLateToChange')
})

it('of two phones that urge at once, one is late', async () => {
  const reportId = await street.file('rider', urgent)
  city.time.now += 3 * HOUR_MS
  const urges = [0, 1, 2].map(() => city.as('rider').sendOne('reports.urge', { reportId }))
  const statuses = (await Promise.all(urges)).map(({ status }) => status).sort()
  expect(statuses).toEqual(['accepted', 'refused', 'refused'])
})

it('the desk decides about what it saw, though it was urged meanwhile', async () => {
  const reportId = await street.file('rider', urgent)
  const { lastStep } = await street.one('staff', reportId)
  city.time.now += 3 * HOUR_MS
  await city.as('rider').done('reports.urge', { reportId })
  await city.as('staff').done('reports.move', { reportId, to: 'accepted', seen: lastStep! })
})

it('a declined report is objected to once, and waits at the desk again with its reasons', async () => {
  const reportId = await street.file('rider')
  await city.as('resident').done('reports.support', { reportId })
  const object = { reportId, words: '井盖真的松了' }
  expect((await city.as('rider').refused('reports.object', object)).code).toBe('reports.moveNotAllowed')
  await city.as('staff').done('reports.move', { reportId, to: 'declined', words: '看不清' })
  expect((await city.as('resident').refused('reports.object', object)).code).toBe('reports.notYours')

  await city.as('rider').done('reports.object', object)
  expect((await street.told('staff'))[0]).toBe('reports.objected')
  expect((await street.told('resident'))[0]).toBe('reports.reopened')
  const todo = await city.as('staff').ask('desk.reports', { view: 'todo' })
  expect(todo.reports).toMatchObject([{ id: reportId, state: 'filed', objected: true }])
  expect(await stepsOf('staff', reportId)).toEqual(['filed', 'declined', 'objected', 'supported'])
  // The reporter's words are for those who decide.
  expect(await stepsOf('resident', reportId)).toEqual(['filed', 'declined', 'supported'])

  await city.as('staff2').done('reports.move', { reportId, to: 'declined', words: '去看过，没有' })
  expect((await city.as('rider').refused('reports.object', object)).code).toBe('reports.objectedBefore')
})

it('what was objected to can be accepted, and earns its points then', async () => {
  const reportId = await street.file('rider')
  await city.as('staff2').done('reports.move', { reportId, to: 'declined', words: '看不清' })
  await city.as('rider').done('reports.object', { reportId, words: '再看一次' })
  await street.bring(reportId, 'accepted')
  expect(await street.points('rider')).toBe(50)
})

it('what staff tell a unit is not for its reporter, who reads that the community sent it there', async () => {
  const reportId = await street.bring(await street.file('rider'), 'accepted')
  await city
    .as('staff')
    .done('reports.move', { reportId, to: 'assigned', unitId: UNITS.roads, words: '请尽快到场' })
  const assigned = async (by: 'rider' | 'staff' | 'unit') => {
    const { words, byName } = (await street.one(by, reportId)).timeline.at(-1)!
    return [words, byName]
  }
  expect(await assigned('rider')).toEqual([null, '社区派给 市政维修队'])
  expect(await assigned('unit')).toEqual(['请尽快到场', '社区派给 市政维修队'])
  expect((await assigned('staff'))[0]).toBe('请尽快到场')
  expect((await assigned('staff'))[1]).toMatch(/.+派给 市政维修队/)
})
