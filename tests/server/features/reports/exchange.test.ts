import type { CommandInput } from '#shared/commands.ts'
import type { TestCity } from '../../../support/city.ts'
import type { Street } from './street.ts'
import { randomUUID } from 'node:crypto'
import { reportAnswers, reportSteps } from '#server/features/reports/tables.ts'
import { kindNames } from '#shared/reports/names.ts'
import { builtIn } from '#shared/rulings/rules.ts'
import { and, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { COMMUNITY, ELSEWHERE, STREET, UNITS } from '../../../support/city.ts'
import { cellsOfCsv } from '../../../support/journeys/xlsx.ts'
import { freshStreet } from './street.ts'

let city: TestCity
let street: Street
freshStreet(given => ({ city, street } = given))

type Row = CommandInput<'exchange.answer'>['rows'][number]
/** A report with the unit, and its number. */
async function given(...states: ('accepted' | 'assigned' | 'working')[]) {
  const id = await street.bring(await street.file('rider'), ...states)
  return { id, number: (await street.one('admin', id)).number }
}
const row = (number: number | string, changes: Partial<Row> = {}): Row =>
  ({ number: String(number), answer: '办结', words: '换了井盖', date: '2026-11-22', ...changes })
const bringIn = async (rows: Row[], dryRun = false) => {
  city.time.now += 1000
  return await city.as('staff').done('exchange.answer', { unitId: UNITS.roads, rows, dryRun })
}
const stepsOf = async (reportId: string, part: 'unit') => await city.database.read
  .select()
  .from(reportSteps)
  .where(and(eq(reportSteps.reportId, reportId), eq(reportSteps.part, part)))

it('answers from a file are done in the name of the unit, and told the reporter', async () => {
  const sent = async () => await given('accepted', 'assigned')
  const [a, b, c] = [await sent(), await sent(), await sent()]
  const rows = [
    row(`#${a.number}`),
    row(b.number, { answer: '处理中', words: '' }),
    row(c.number, { answer: '退回' }),
  ]
  expect(await bringIn(rows, true)).toEqual({ done: 3, same: 0, refused: [] })
  for (const { id } of [a, b, c]) expect(await street.stateOf(id)).toBe('assigned')

  expect(await bringIn(rows)).toEqual({ done: 3, same: 0, refused: [] })
  expect(await Promise.all([a, b, c].map(({ id }) => street.stateOf(id))))
    .toEqual(['resolved', 'working', 'accepted'])
  const [step] = await stepsOf(a.id, 'unit')
  expect(step).toMatchObject({ step: 'resolved', unitId: UNITS.roads, actorId: city.ids.staff })
  expect(step!.words).toBe('换了井盖（2026-11-22 答复）')
  expect(await street.told('rider')).toEqual(expect.arrayContaining(['reports.resolved', 'reports.returned']))
})

it('the same row twice changes nothing, also after the report was opened again', async () => {
  const { id, number } = await given('accepted', 'assigned')
  await bringIn([row(number)])
  expect(await bringIn([row(number)])).toEqual({ done: 0, same: 1, refused: [] })
  city.time.now += 1000
  await city.as('rider').done('reports.rate', { reportId: id, fixed: false, words: '还在晃' })
  expect(await bringIn([row(number)])).toEqual({ done: 0, same: 1, refused: [] })
  expect(await street.stateOf(id)).toBe('assigned')
  expect(await bringIn([row(number, { words: '又换了一次' })])).toMatchObject({ done: 1 })
  expect(await city.database.read.$count(reportAnswers)).toBe(2)
})

it('what files hand back as often as ruled goes up to the admins, as what units hand back', async () => {
  const { id, number } = await given('accepted')
  const raised = async () => (await city.as('admin').ask('desk.raised', {})).reports.map(report => report.id)
  for (const words of ['不归我们', '归供电', '真的不归我们']) {
    expect(await raised()).toEqual([])
    await city.as('staff').done('reports.move', { reportId: id, to: 'assigned', unitId: UNITS.roads })
    await bringIn([row(number, { answer: '退回', words })])
  }
  expect(await raised()).toEqual([id])
})

it('each bad line is named with its reason, and nothing of it is done', async () => {
  const [good, twice, done, power] = [
    await given('accepted', 'assigned'),
    await given('accepted', 'assigned'),
    await given('accepted'),
    await given('accepted'),
  ]
  await city.as('staff').done('reports.move', { reportId: power.id, to: 'assigned', unitId: UNITS.power })
  const rows = [
    row(good.number),
    row('六十一'),
    row(999_999_999),
    row(twice.number, { answer: '改天' }),
    row(twice.number),
    row(done.number),
    row(power.number),
    row(12, { words: '' }),
    row(13, { date: '2026-13-01' }),
    row(14, { date: '2027-01-01' }),
    row('99999999999999999999'),
    row('=1+1'),
  ]
  const codes = [
    'numberWrong',
    'unknown',
    'answerUnknown',
    'twice',
    'otherUnit',
    'otherUnit',
    'wordsMissing',
    'dateWrong',
    'dateWrong',
    'numberWrong',
    'numberWrong',
  ]
  for (const dryRun of [true, false]) {
    const { done, refused } = await bringIn(rows, dryRun)
    expect(done).toBe(1)
    expect(refused.map(({ code }) => code.split('.')[1])).toEqual(codes)
    expect(refused[1]).toEqual({ line: 3, number: '999999999', code: 'reports.unknown' })
  }
  expect(await street.stateOf(twice.id)).toBe('assigned')
})

it('staff of another street learn nothing of a report, nor does its own reporter decide', async () => {
  const { number } = await given('accepted', 'assigned')
  const rows = [row(number)]
  await city.as('admin').done('people.give', {
    ...{ postId: randomUUID(), phone: city.phoneOf('keeper'), kind: 'staff' },
    ...{ scope: ELSEWHERE, reason: '代班' },
  })
  const elsewhere = city.holding(await city.signIn(city.phoneOf('keeper')))
  const answered = await elsewhere.done('exchange.answer', { unitId: UNITS.roads, rows, dryRun: true })
  expect(answered.refused).toEqual([{ line: 1, number: String(number), code: 'reports.unknown' }])
  expect((await elsewhere.ask('exchange.reports', {})).reports).toEqual([])
  expect((await elsewhere.ask('exchange.reports', { areaId: COMMUNITY })).reports).toEqual([])

  const ownId = await street.file('staff', { areaId: COMMUNITY })
  const own = (await street.one('admin', ownId)).number
  await city.as('admin').done('reports.move', { reportId: ownId, to: 'accepted' })
  await city.as('admin').done('reports.move', { reportId: ownId, to: 'assigned', unitId: UNITS.roads })
  expect((await bringIn([row(own)])).refused).toMatchObject([{ code: 'reports.ownReport' }])
})

it('the file has the open reports of an area or a unit, as the layout is ruled, and no person', async () => {
  const open = await given('accepted', 'assigned')
  const settled = await given('accepted', 'assigned')
  await bringIn([row(settled.number)])
  const { reports } = await city.as('staff').ask('exchange.reports', { areaId: STREET, unitId: UNITS.roads })
  expect(reports.map(({ number }) => number)).toEqual([open.number])
  expect(reports[0]).toMatchObject({ text: '井盖松动', unitName: '市政维修队', photos: 1 })
  expect(JSON.stringify(reports)).not.toContain(city.phoneOf('rider').slice(-4))
  expect((await city.as('staff').ask('exchange.reports', { unitId: UNITS.power })).reports).toEqual([])

  const file = async () => await (await city.as('staff').fetch('/api/exports/exchange/csv')).text()
  expect(cellsOfCsv(await file())[1]!.slice(0, 3)).toEqual([String(open.number), kindNames.hazard, '井盖松动'])

  const desk = await city.as('staff').ask('exchange.desk', {})
  expect(desk).toEqual({ units: [{ id: UNITS.roads, name: '市政维修队', open: 1 }], layout: builtIn.exchange })
  const value = [{ field: 'number', title: '工单号' }, { field: 'text', title: '诉求' }] as const
  city.time.now += 1000
  await city.as('admin').done('rulings.set', { key: 'exchange', value: [...value], reason: '按 12345 的格式' })
  expect((await city.as('staff').ask('exchange.desk', {})).layout).toEqual(value)
  expect(cellsOfCsv(await file())).toEqual([['工单号', '诉求'], [String(open.number), '井盖松动']])
})
