import type { CommandInput } from '#shared/commands.ts'
import type { PersonName, TestCity } from '../../../support/city.ts'
import type { Street } from './street.ts'
import { randomUUID } from 'node:crypto'
import { builtInLimits, dueAt } from '#shared/reports/limits.ts'
import { beforeEach, expect, it } from 'vitest'
import { COMMUNITY, ELSEWHERE, PLACE } from '../../../support/city.ts'
import { freshStreet } from './street.ts'

const HOUR_MS = 3_600_000
let city: TestCity
let street: Street
freshStreet(fresh => ({ city, street } = fresh))

let reportId: string
beforeEach(async () => {
  reportId = await street.file('rider', { kind: 'other', areaId: COMMUNITY })
})
type Correction = Omit<CommandInput<'reports.correct'>, 'reportId'>
const correct = async (to: Correction, by: PersonName = 'staff') =>
  await city.as(by).done('reports.correct', { reportId, ...to })
const lastStepFor = async (by: PersonName) => (await street.one(by, reportId)).timeline.at(-1)

it('limit and award follow the kind that staff correct before accepting; the reporter reads it', async () => {
  const { filedAt } = await street.one('staff', reportId)
  await correct({ kind: 'hazard', words: '井盖会绊倒人' })
  expect(await street.one('rider', reportId))
    .toMatchObject({ kind: 'hazard', state: 'filed', dueAt: dueAt(builtInLimits.hazard, filedAt) })
  expect(await lastStepFor('rider')).toMatchObject({
    step: 'corrected',
    by: 'staff',
    words: '类别由“其他”改为“安全隐患”；井盖会绊倒人',
  })
  expect(await street.told('rider')).toContain('reports.corrected')
  await street.bring(reportId, 'accepted')
  expect(await street.points('rider')).toBe(50)
})

it('what was awarded once is not awarded again for another kind', async () => {
  await street.bring(reportId, 'accepted')
  await correct({ kind: 'hazard' })
  expect(await street.points('rider')).toBe(10)
  expect(await street.one('rider', reportId)).toMatchObject({ kind: 'hazard', state: 'accepted', points: 10 })
})

it('a late report stays as late as it was', async () => {
  await correct({ kind: 'hazard' })
  const { dueAt: promised } = await street.one('staff', reportId)
  city.time.now = promised + HOUR_MS
  await correct({ kind: 'other' }, 'staff2')
  expect((await street.one('rider', reportId)).dueAt).toBe(promised)
  await correct({ kind: 'emergency' }, 'staff2')
  expect((await street.one('rider', reportId)).dueAt).toBeLessThan(promised)
})

it('place and spot are corrected, also while a unit is at work; another area then no more', async () => {
  await street.bring(reportId, 'accepted', 'assigned', 'working')
  const place = { latitude: 30.601, longitude: 114.271 }
  await correct({ place, spot: '中百超市门口' })
  expect(await street.one('unit', reportId)).toMatchObject({ state: 'working', place, spot: '中百超市门口' })
  expect((await lastStepFor('rider'))?.words).toBe('位置已更正；在哪儿：中百超市门口')
  await correct({ spot: '' })
  expect((await street.one('unit', reportId)).spot).toBeUndefined()
  expect(await city.as('staff').refused('reports.correct', { reportId, areaId: ELSEWHERE }))
    .toEqual({ code: 'reports.tooLateToChange', state: 'working' })
})

it('another area’s desk gets it after it was accepted too, and the desk that it left is told', async () => {
  await street.bring(reportId, 'accepted')
  await correct({ areaId: ELSEWHERE })
  const { areaName } = await street.one('admin', reportId)
  expect(await lastStepFor('rider')).toMatchObject({ step: 'rerouted', words: areaName })
  const { reports } = await city.as('staffElsewhere').ask('desk.reports', { view: 'todo' })
  expect(reports).toMatchObject([{ id: reportId, state: 'accepted' }])
  expect(await street.told('staff2')).toEqual(['reports.passedOn'])
  // Whoever works for both areas has lost nothing.
  expect(await street.told('admin')).not.toContain('reports.passedOn')
  expect((await city.as('staff').refused('reports.correct', { reportId, kind: 'hazard' })).code)
    .toBe('command.notYourArea')
  expect(await street.points('rider')).toBe(10)
})

it('what becomes urgent alarms its desk; neither side overwrites the other', async () => {
  await correct({ kind: 'emergency' })
  expect(await street.told('staff2')).toContain('reports.urgent')
  const amended = { reportId, kind: 'hazard', text: '只是井盖', seen: reportId } as const
  expect(await city.as('rider').refused('reports.amend', amended))
    .toEqual({ code: 'reports.changedMeanwhile', by: 'staff', step: 'corrected' })
  const { lastStep: seen } = await street.one('rider', reportId)
  await city.as('rider').done('reports.amend', { ...amended, seen: seen! })
  expect(await city.as('staff').refused('reports.correct', { reportId, place: PLACE, seen: seen! }))
    .toEqual({ code: 'reports.changedMeanwhile', by: 'reporter', step: 'amended' })
})

it('what changes nothing, is over, or lies elsewhere is refused', async () => {
  const refused = async (to: Correction, by: PersonName = 'staff') =>
    (await city.as(by).refused('reports.correct', { reportId, ...to })).code
  expect(await refused({ kind: 'other', spot: '', place: PLACE })).toBe('reports.nothingToCorrect')
  expect(await refused({ areaId: '999999' })).toBe('identity.areaUnknown')
  expect(await refused({ kind: 'hazard' }, 'staffElsewhere')).toBe('command.notYourArea')
  expect(await refused({ kind: 'hazard' }, 'rider2')).toBe('command.notForYourRole')
  await city.as('staff').done('reports.move', { reportId, to: 'declined', words: '看不清' })
  expect(await refused({ kind: 'hazard' })).toBe('reports.tooLateToChange')
})

it('no report is put outside the city; what is filed there loses its place', async () => {
  const place = { latitude: 39.9, longitude: 116.4 }
  const outside = { code: 'reports.placeOutside' }
  expect(await city.as('staff').refused('reports.correct', { reportId, place })).toEqual(outside)
  expect(await city.as('rider').refused('reports.amend', { reportId, place })).toEqual(outside)
  const told = { kind: 'hazard' as const, text: '井盖', place, photos: [] }
  const refused = async (input: CommandInput<'reports.fileFor'>) =>
    await city.as('staff').refused('reports.fileFor', input)
  for (const area of [{ areaId: COMMUNITY }, {}])
    expect(await refused({ reportId: randomUUID(), ...told, ...area })).toEqual(outside)
  expect((await street.one('staff', reportId)).place).toEqual(PLACE)
  const filed = await street.file('rider', { place, areaId: COMMUNITY })
  expect(await street.one('staff', filed)).toMatchObject({ areaId: COMMUNITY, place: null })
})
