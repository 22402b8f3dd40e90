import type { RulingValues } from '#shared/rulings/schemas.ts'
import type { TestCity } from '../../../support/city.ts'
import type { Street } from './street.ts'
import { wakeReports } from '#server/features/reports/tasks.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { builtIn } from '#shared/rulings/rules.ts'
import { expect, it } from 'vitest'
import { COMMUNITY, UNITS } from '../../../support/city.ts'
import { freshStreet } from './street.ts'

const HOUR_MS = DAY_MS / 24
let city: TestCity
let street: Street
freshStreet(given => ({ city, street } = given))

/** Lets the time pass; whoever was signed in for so long signs in again. */
const pass = (ms: number) => void (city.time.now += ms)
const wake = async () => await wakeReports(city)
const thresholds = async (value: Partial<RulingValues['thresholds']>) =>
  await city.as('admin').done('rulings.set', {
    key: 'thresholds',
    value: { ...builtIn.thresholds, ...value },
    reason: '试行',
  })
/** How often somebody was told something, by the notices themselves. */
async function told(kind: string): Promise<string[]> {
  const rows = await city.database.run(
    `select account_id as id from notices where kind = '${kind}' order by account_id`,
  )
  const nameOf = new Map(Object.entries(city.ids).map(([name, id]) => [id as string, name]))
  return rows.map(({ id }) => nameOf.get(id as string) ?? '?').sort()
}
const stepsOf = async (reportId: string) =>
  (await city.database.run(
    `select step from report_steps where report_id = '${reportId}' order by at, id`,
  )).map(({ step }) => step)

it('a question unanswered for five days comes back to the desk, and the reporter is told', async () => {
  const reportId = await street.bring(await street.file('rider', { kind: 'other' }), 'accepted')
  await city.as('staff').done('reports.ask', { reportId, question: '在哪一侧？' })
  pass(5 * DAY_MS - 1)
  expect(await wake()).toBe(0)
  pass(1)
  expect(await wake()).toBe(1)
  expect(await told('reports.unanswered')).toEqual(['rider'])
  expect(await told('reports.cameBack')).toEqual(['staff'])
  expect(await city.as('staff2').ask('desk.reports', { view: 'todo' }))
    .toMatchObject({ reports: [{ id: reportId, asked: false }] })
  expect(await wake()).toBe(0)
  await city.as('staff2').done('reports.ask', { reportId, question: '还在吗？' })
})

it('an answer that was on its way still counts, but none after staff have gone on', async () => {
  const ask = async () => {
    const reportId = await street.bring(await street.file('rider', { kind: 'other' }), 'accepted')
    await city.as('staff').done('reports.ask', { reportId, question: '在哪一侧？' })
    return reportId
  }
  const [late, tooLate] = [await ask(), await ask()]
  pass(5 * DAY_MS)
  expect(await wake()).toBe(2)
  await city.as('rider2').ask('points.mine', {})
  expect(await city.as('rider3').refused('reports.answer', { reportId: late, answer: '东侧' }))
    .toMatchObject({ code: 'reports.notYours' })
  const rider = city.holding(await city.signIn(city.phoneOf('rider')))
  await rider.done('reports.answer', { reportId: late, answer: '东侧' })
  expect(await stepsOf(late)).toEqual(['accepted', 'asked', 'unanswered', 'answered'])
  await city.as('staff2').done('reports.move', { reportId: tooLate, to: 'assigned', unitId: UNITS.roads })
  expect(await rider.refused('reports.answer', { reportId: tooLate, answer: '东侧' }))
    .toMatchObject({ code: 'reports.notAsked' })
})

it.each([
  ['staff noted something', async (reportId: string) =>
    await city.as('staff2').done('reports.note', { reportId, words: '打过电话' })],
  ['a clerk took it on', async (reportId: string) =>
    await city.as('staff2').done('reports.handTo', { reportId, to: city.ids.staff2 })],
  ['it went up to the admins', async (reportId: string) => {
    pass(40 * DAY_MS)
    await wake()
    expect(await stepsOf(reportId)).toContain('raised')
  }],
])('an answer that was on its way still counts after %s', async (_what, happen) => {
  const reportId = await street.bring(await street.file('rider', { kind: 'other' }), 'accepted')
  await city.as('staff').done('reports.ask', { reportId, question: '在哪一侧？' })
  const { lastStep: seen } = await street.one('rider', reportId)
  pass(5 * DAY_MS)
  await wake()
  expect(await stepsOf(reportId)).toEqual(['accepted', 'asked', 'unanswered'])
  await happen(reportId)
  const rider = city.holding(await city.signIn(city.phoneOf('rider')))
  await rider.done('reports.answer', { reportId, answer: '东侧', seen: seen! })
})

it('at its limit the unit and the area\'s staff are told, once; well beyond it the admins', async () => {
  const reportId = await street.bring(
    await street.file('rider', { kind: 'hazard', areaId: COMMUNITY }),
    'accepted',
    'assigned',
  )
  pass(24 * HOUR_MS - 1)
  expect(await wake()).toBe(0)
  pass(1)
  await wake()
  expect(await told('reports.overdue')).toEqual(['staff', 'staff2', 'unit'])
  expect(await told('reports.raised')).toEqual([])
  pass(12 * HOUR_MS)
  expect(await wake()).toBe(1)
  expect(await told('reports.raised')).toEqual(['admin', 'admin2'])
  const admin = city.holding(await city.signIn(city.phoneOf('admin')))
  expect(await admin.ask('desk.raised', {}))
    .toMatchObject({ reports: [{ id: reportId, raised: ['late'] }], hasMore: false })

  for (let i = 0; i < 3; i++) await wake()
  expect(await told('reports.overdue')).toHaveLength(3)
  expect(await told('reports.raised')).toHaveLength(2)
  expect(await stepsOf(reportId)).toEqual(['accepted', 'assigned', 'raised'])
})

it('two clocks at once, and one that slept for a month, tell of it once', async () => {
  await street.file('rider', { kind: 'hazard', areaId: COMMUNITY })
  pass(30 * DAY_MS)
  await Promise.all([wake(), wake(), wake()])
  await wake()
  expect(await told('reports.overdue')).toEqual(['staff', 'staff2'])
  expect(await told('reports.raised')).toEqual(['admin', 'admin2'])
})

it('what is over is nobody\'s to be told of', async () => {
  const reportId = await street.file('rider', { kind: 'hazard' })
  await city.as('staff').done('reports.move', { reportId, to: 'declined', words: '看不清' })
  pass(30 * DAY_MS)
  expect(await wake()).toBe(0)
})

it('handed back three times, a report goes up to the admins\' own list', async () => {
  const reportId = await street.bring(await street.file('rider', { areaId: COMMUNITY }), 'accepted')
  for (let i = 1; i <= 4; i++) {
    await street.bring(reportId, 'assigned')
    await city.as('unit').done('reports.move', { reportId, to: 'accepted', words: '不归我们' })
    expect(await told('reports.raised')).toEqual(i < 3 ? [] : ['admin', 'admin2'])
  }
  expect(await city.as('admin').ask('desk.raised', {}))
    .toMatchObject({ reports: [{ id: reportId, raised: ['handedBack'] }] })
  expect(await street.one('rider', reportId)).toMatchObject({
    timeline: expect.arrayContaining([
      expect.objectContaining({ step: 'raised', by: 'system', words: '已被退回 3 次' }),
    ]) as unknown,
  })
  await city.as('staff').done('reports.move', {
    reportId,
    to: 'unable',
    words: '产权不在本区',
    responsible: '供电公司',
  })
  expect(await city.as('admin').ask('desk.raised', {})).toMatchObject({ reports: [] })
})

it('the thresholds are what admins rule', async () => {
  await thresholds({ questionDays: 2, overduePercent: 50, raisedPercent: 100, handBacks: 2 })
  const reportId = await street.bring(await street.file('rider', { kind: 'other' }), 'accepted')
  await city.as('staff').done('reports.ask', { reportId, question: '在哪一侧？' })
  await street.file('rider2', { kind: 'hazard', areaId: COMMUNITY })
  pass(12 * HOUR_MS)
  await wake()
  expect(await told('reports.overdue')).toEqual(['staff', 'staff2'])
  pass(12 * HOUR_MS)
  await wake()
  expect(await told('reports.raised')).toEqual(['admin', 'admin2'])
  pass(DAY_MS)
  await wake()
  expect(await told('reports.unanswered')).toEqual(['rider'])
})
