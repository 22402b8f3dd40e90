import type { TestCity } from '../../../support/city.ts'
import type { Street } from './street.ts'
import { beforeEach, expect, it } from 'vitest'
import { COMMUNITY } from '../../../support/city.ts'
import { freshStreet } from './street.ts'

let city: TestCity
let street: Street
freshStreet(given => ({ city, street } = given))

let reportId: string
const unable = () =>
  ({ reportId, to: 'unable' as const, words: '杆子不归街道', responsible: '市供电公司' })
const REASON = '应由市供电公司负责：杆子不归街道'
beforeEach(async () => {
  reportId = await street.file('rider', { areaId: COMMUNITY })
  await city.as('rider2').done('reports.support', { reportId })
  await street.bring(reportId, 'accepted')
})

it('its reporter and followers hear why and whose it is; it is over, and its award stands', async () => {
  const earned = await street.points('rider')
  city.time.now += 60_000
  await city.as('staff').done('reports.move', unable())
  for (const by of ['rider', 'rider2'] as const) {
    expect((await city.as(by).ask('notices.mine', {})).notices[0])
      .toMatchObject({ kind: 'reports.unable', words: REASON, ref: reportId })
    expect(await street.one(by, reportId)).toMatchObject({ state: 'unable' })
  }
  expect((await street.one('rider', reportId)).timeline.at(-1))
    .toMatchObject({ step: 'unable', words: REASON, byName: null })
  expect(await street.points('rider')).toBe(earned)
  // Nobody else is shown what is over.
  await expect(street.one('rider3', reportId)).rejects.toThrow('404')
  const { reports } = await city.as('staff').ask('desk.reports', { view: 'done' })
  expect(reports.map(({ id }) => id)).toEqual([reportId])
})

it('it takes a reason and who is responsible, from staff who have accepted it', async () => {
  for (const lacking of [{ words: ' ' }, { responsible: ' ' }, { responsible: '字'.repeat(41) }]) {
    expect(await city.as('staff').sendOne('reports.move', { ...unable(), ...lacking }))
      .toMatchObject({ status: 'malformed' })
  }
  expect((await city.as('staffElsewhere').refused('reports.move', unable())).code).toBe('command.notYourArea')
  await street.bring(reportId, 'assigned')
  for (const by of ['staff', 'unit'] as const)
    expect((await city.as(by).refused('reports.move', unable())).code).toBe('reports.moveNotAllowed')
  const filed = await street.file('rider', { areaId: COMMUNITY })
  expect((await city.as('staff').refused('reports.move', { ...unable(), reportId: filed })).code)
    .toBe('reports.moveNotAllowed')
})

it('one objection brings it back, with its old time limit and no new points; others decide', async () => {
  const { dueAt } = await street.one('rider', reportId)
  const earned = await street.points('rider')
  await city.as('staff').done('reports.move', unable())
  city.time.now += 60_000
  const objection = { reportId, words: '是街道立的' }
  expect((await city.as('rider2').refused('reports.object', objection)).code).toBe('reports.notYours')
  await city.as('rider').done('reports.object', objection)
  expect(await street.one('staff', reportId))
    .toMatchObject({ state: 'accepted', dueAt, desk: { awaitsOther: true } })
  const { reports } = await city.as('staff2').ask('desk.reports', { view: 'todo' })
  expect(reports).toMatchObject([{ id: reportId, objected: true }])
  expect((await city.as('staff').refused('reports.move', unable())).code).toBe('reports.declinedByYou')
  expect(await street.points('rider')).toBe(earned)

  await city.as('staff2').done('reports.move', unable())
  expect((await city.as('rider').refused('reports.object', objection)).code).toBe('reports.objectedBefore')
})

it('whoever was unable may settle it after all', async () => {
  await city.as('staff').done('reports.move', unable())
  await city.as('rider').done('reports.object', { reportId, words: '是街道立的' })
  await street.bring(reportId, 'assigned', 'working', 'resolved')
  expect(await street.stateOf(reportId)).toBe('resolved')
})
