import type { TestCity } from '../../../support/city.ts'
import type { Street } from './street.ts'
import { randomUUID } from 'node:crypto'
import { beforeEach, expect, it } from 'vitest'
import { COMMUNITY, ELSEWHERE } from '../../../support/city.ts'
import { freshStreet } from './street.ts'

const HOUR_MS = 3_600_000
let city: TestCity
let street: Street
freshStreet(fresh => ({ city, street } = fresh))

let [target, reportId] = ['', '']
beforeEach(async () => {
  target = await street.file('rider', { areaId: COMMUNITY })
  reportId = await street.file('rider2', { areaId: COMMUNITY })
  city.time.now += 1000
})
const merge = async (from = reportId, into = target) => {
  city.time.now += 1000
  await city.as('staff').done('reports.move', { reportId: from, to: 'merged', into })
  city.time.now += 1000
}
const unmerge = async () => await city.as('staff2').done('reports.unmerge', { reportId })
const supporters = async () => (await street.one('rider', target)).supporters

it('goes back to its state and its time limit, and its people follow the other one no longer', async () => {
  await city.as('rider3').done('reports.support', { reportId })
  await city.as('resident').done('reports.support', { reportId: target })
  const { dueAt } = await street.one('staff', reportId)
  await merge()
  expect(await supporters()).toBe(3)
  city.time.now += 30 * HOUR_MS
  await unmerge()
  expect(await street.one('rider2', reportId)).toMatchObject({ state: 'filed', dueAt, mergedInto: null })
  expect(await supporters()).toBe(1)
  expect((await street.one('rider2', target)).supported).toBe(false)
  for (const by of ['rider2', 'rider3'] as const) expect(await street.told(by)).toContain('reports.unmerged')
  expect(await street.told('rider')).not.toContain('reports.unmerged')
  const { reports } = await city.as('staff2').ask('desk.reports', { view: 'todo' })
  expect(reports.map(({ id }) => id)).toContain(reportId)
  expect((await street.one('rider', target)).timeline.at(-1)).toMatchObject({ step: 'parted' })
})

it('one that was accepted is so again, and is not awarded a second time', async () => {
  await street.bring(reportId, 'accepted')
  await merge()
  await unmerge()
  expect(await street.one('rider2', reportId)).toMatchObject({ state: 'accepted', points: 50 })
  expect(await street.points('rider2')).toBe(50)
})

it('a question that was open when it was merged is open again; one that was answered is not', async () => {
  await city.as('staff').done('reports.ask', { reportId, question: '在哪一侧？' })
  await merge()
  expect(await street.one('rider2', reportId)).toMatchObject({ question: null, asked: false })
  await unmerge()
  expect(await street.one('rider2', reportId)).toMatchObject({ question: '在哪一侧？', asked: true })
  await city.as('rider2').done('reports.answer', { reportId, answer: '东侧' })
  await merge()
  await unmerge()
  expect(await street.one('rider2', reportId)).toMatchObject({ question: null, asked: false })
})

it('whoever followed the other one before the merge goes on following it', async () => {
  await city.as('rider2').done('reports.support', { reportId: target })
  await merge()
  await unmerge()
  expect(await street.one('rider2', target)).toMatchObject({ supported: true, supporters: 1 })
})

it('whoever has two merged in goes on following while one is', async () => {
  const other = await street.file('rider2', { areaId: COMMUNITY })
  for (const from of [reportId, other]) await city.as('rider3').done('reports.support', { reportId: from })
  for (const from of [reportId, other])
    await city.as('staff').done('reports.move', { reportId: from, to: 'merged', into: target })
  await unmerge()
  for (const by of ['rider2', 'rider3'] as const)
    expect(await street.one(by, target), by).toMatchObject({ supported: true, supporters: 2 })
  await city.as('staff').done('reports.unmerge', { reportId: other })
  for (const by of ['rider2', 'rider3'] as const)
    expect(await street.one(by, target), by).toMatchObject({ supported: false, supporters: 0 })
})

it('whoever came by the merge and then saw it too goes on following', async () => {
  await merge()
  await city.as('rider2').done('reports.support', { reportId: target })
  expect(await supporters()).toBe(1)
  await unmerge()
  expect(await street.one('rider2', target)).toMatchObject({ supported: true, supporters: 1 })
})

it('nobody comes from what was filed for nobody', async () => {
  const nobodys = randomUUID()
  const told = { kind: 'hazard' as const, text: '井盖松动', areaId: COMMUNITY, photos: [] as string[] }
  await city.as('staff').done('reports.fileFor', { reportId: nobodys, ...told })
  await merge(nobodys)
  expect(await supporters()).toBe(0)
  await city.as('staff').done('reports.unmerge', { reportId: nobodys })
  expect(await supporters()).toBe(0)
})

it('nobody undoes it about their own report, or where the other one is not theirs to act on', async () => {
  const own = await street.file('staff', { areaId: COMMUNITY })
  city.time.now += 1000
  await city.as('staff2').done('reports.move', { reportId, to: 'merged', into: own })
  expect(await city.as('staff').refused('reports.unmerge', { reportId }))
    .toEqual({ code: 'reports.ownReport' })
  await unmerge()
  await merge()
  await city.as('staff').done('reports.correct', { reportId: target, areaId: ELSEWHERE })
  expect(await city.as('staff').refused('reports.unmerge', { reportId }))
    .toEqual({ code: 'command.notYourArea' })
  await city.as('admin').done('reports.unmerge', { reportId })
})

it('merges are undone in their order, the last one first', async () => {
  const third = await street.file('resident', { areaId: COMMUNITY })
  await merge()
  await merge(target, third)
  const { number } = await street.one('staff', target)
  expect(await city.as('staff').refused('reports.unmerge', { reportId }))
    .toEqual({ code: 'reports.mergedOn', number })
  await city.as('staff').done('reports.unmerge', { reportId: target })
  await unmerge()
  expect(await street.stateOf(reportId)).toBe('filed')
})

it('of two who undo it at once one does; nobody else may, and what was not merged can’t be', async () => {
  await merge()
  const { lastStep: seen } = await street.one('staff', reportId)
  const both = await Promise.all((['staff', 'staff2'] as const).map(async by =>
    await city.as(by).sendOne('reports.unmerge', { reportId, seen: seen! })))
  expect(both.map(({ status }) => status).sort()).toEqual(['accepted', 'refused'])
  expect(both.find(({ status }) => status === 'refused')).toMatchObject({
    refusal: { code: 'reports.changedMeanwhile', by: 'staff', step: 'unmerged' },
  })
  expect(await supporters()).toBe(0)
  expect((await city.as('staff').refused('reports.unmerge', { reportId })).code).toBe('reports.notMerged')
  for (const by of ['rider2', 'unit'] as const)
    expect((await city.as(by).refused('reports.unmerge', { reportId })).code).toBe('command.notForYourRole')
  expect((await city.as('staffElsewhere').refused('reports.unmerge', { reportId })).code)
    .toBe('command.notYourArea')
})
