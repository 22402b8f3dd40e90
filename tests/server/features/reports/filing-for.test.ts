import type { CommandInput } from '#shared/commands.ts'
import type { PersonName, TestCity } from '../../../support/city.ts'
import type { Street } from './street.ts'
import { randomUUID } from 'node:crypto'
import { audit } from '#server/core/audit/index.ts'
import { expect, it } from 'vitest'
import { COMMUNITY } from '../../../support/city.ts'
import { freshStreet } from './street.ts'

const NEW_PHONE = '13800007777'
let city: TestCity
let street: Street
freshStreet(fresh => ({ city, street } = fresh))

type Told = Partial<CommandInput<'reports.fileFor'>>
const told = (more: Told = {}): CommandInput<'reports.fileFor'> =>
  ({ reportId: randomUUID(), kind: 'hazard', text: '井盖松动', areaId: COMMUNITY, photos: [], ...more })
async function fileFor(more: Told = {}, by: PersonName = 'staff') {
  const input = told(more)
  await city.as(by).done('reports.fileFor', input)
  return input.reportId
}

it('whoever has an account finds it as theirs, and is told; only staff read who filed it', async () => {
  const reportId = await fileFor({ phone: city.phoneOf('rider') })
  const view = await street.one('rider', reportId)
  expect(view).toMatchObject({ mine: true, text: '井盖松动', photos: [], photo: null })
  expect(view.timeline).toMatchObject([{ step: 'filed', by: 'staff', byName: null, words: '由工作人员代为上报' }])
  expect(await street.told('rider')).toEqual(['reports.filedFor'])
  expect((await street.one('staff2', reportId)).desk)
    .toMatchObject({ filedBy: { name: '测试staff' }, reporter: { phoneHint: expect.any(String) } })
  await city.as('rider').done('reports.amend', { reportId, text: '井盖不见了', seen: reportId })
})

it('whoever has none finds it after signing in with the number', async () => {
  const reportId = await fileFor({ phone: NEW_PHONE })
  const person = city.holding(await city.signIn(NEW_PHONE))
  expect((await person.ask('reports.mine', {})).reports).toMatchObject([{ id: reportId, mine: true }])
  expect((await person.ask('notices.mine', {})).notices).toMatchObject([{ kind: 'reports.filedFor' }])
})

it('the filer acts on it as staff, photos of theirs included, and nobody is rewarded for that', async () => {
  const photos = [await street.photo('staff')]
  const reportId = await fileFor({ phone: city.phoneOf('rider'), photos })
  expect((await street.one('staff', reportId)).desk).toMatchObject({ isOwn: false })
  await city.as('staff').done('reports.move', { reportId, to: 'accepted' })
  for (const by of ['staff', 'rider'] as const) expect(await street.points(by)).toBe(0)
  // The same photos make it somebody else's own as ever.
  expect(await city.as('staff').ask('desk.reports', { view: 'running' })).toMatchObject({
    reports: [{ id: reportId, isOwn: false }],
  })
})

it('the photo that it was filed with is none of how it looks now, for the filer neither', async () => {
  const filedWith = await street.photo('staff')
  const reportId = await fileFor({ phone: city.phoneOf('rider'), photos: [filedWith] })
  await city.as('staff').done('reports.move', { reportId, to: 'accepted' })
  const resolve = { reportId, words: '已修好' }
  const [after, again] = [await street.photo('staff'), await street.photo('staff')]
  const had = { code: 'reports.photoFromBefore' }
  for (const photos of [[filedWith], [after, filedWith]])
    expect(await city.as('staff').refused('reports.resolve', { ...resolve, photos })).toEqual(had)
  await city.as('staff').done('reports.resolve', { ...resolve, photos: [after] })
  await city.as('rider').done('reports.rate', { reportId, fixed: false, words: '还是坏的' })
  expect(await city.as('staff').refused('reports.resolve', { ...resolve, photos: [after] })).toEqual(had)
  await city.as('staff').done('reports.resolve', { ...resolve, photos: [again] })
})

it('the person filed for is rewarded where somebody else accepts it, once', async () => {
  const reportId = await fileFor({ phone: city.phoneOf('rider') })
  await city.as('staff2').done('reports.move', { reportId, to: 'accepted' })
  expect(await street.points('rider')).toBe(50)
  expect(await street.points('staff')).toBe(0)
})

it('without a number it is nobody’s: it goes its way, and nobody can be asked', async () => {
  const reportId = await fileFor()
  expect((await street.one('staff', reportId)).desk).toMatchObject({ reporter: null })
  expect((await city.as('staff').refused('reports.ask', { reportId, question: '在哪？' })).code)
    .toBe('reports.reporterGone')
  await street.bring(reportId, 'accepted', 'assigned', 'working', 'resolved')
  const notYours = { code: 'reports.notYours' }
  for (const by of ['rider', 'staff'] as const)
    expect(await city.as(by).refused('reports.rate', { reportId, fixed: true })).toEqual(notYours)
})

it.each(['staff', 'rider'] as const)('without a number it is not %s’s, whose id it got', async (who) => {
  const reportId = city.ids[who]
  await fileFor({ reportId, kind: 'emergency' })
  await city.as('staff2').done('reports.move', { reportId, to: 'accepted' })
  expect(await street.points(who)).toBe(0)
  expect((await city.as(who).ask('reports.mine', {})).reports).toEqual([])
  expect((await street.one('staff2', reportId)).desk).toMatchObject({ reporter: null, isOwn: false })
  expect(await street.told(who)).not.toContain('reports.filedFor')
})

it('its page promises no points, which the filer may bring to nothing by accepting it', async () => {
  const reportId = await fileFor({ phone: city.phoneOf('rider') })
  expect((await street.one('rider', reportId)).award).toBe(0)
  expect((await city.as('rider').ask('reports.mine', {})).reports).toMatchObject([{ id: reportId, award: 0 }])
  await city.as('staff').done('reports.move', { reportId, to: 'accepted' })
  expect(await street.points('rider')).toBe(0)
})

it('exactly once, audited without the number, for nobody’s own number and by staff alone', async () => {
  const input = told({ phone: NEW_PHONE })
  expect(await city.as('staff').fiveTimes('reports.fileFor', input)).toMatchObject({ status: 'accepted' })
  expect((await city.as('staff').refused('reports.fileFor', input)).code).toBe('reports.idTaken')
  const lines = await city.database.read.select().from(audit)
  expect(lines).toMatchObject([{ act: 'reports.fileFor', ref: input.reportId, areaId: COMMUNITY }])
  expect(JSON.stringify(lines)).not.toContain(NEW_PHONE)
  expect((await city.as('staff').refused('reports.fileFor', told({ phone: city.phoneOf('staff') }))).code)
    .toBe('reports.forYourself')
  for (const by of ['rider', 'unit', 'keeper'] as const)
    expect((await city.as(by).refused('reports.fileFor', told())).code).toBe('command.notForYourRole')
  // The answers to others never have the number.
  for (const by of ['staff2', 'unit', 'rider2'] as const) {
    const answer = await city.as(by).fetch(
      `/api/queries/reports.one?input=${encodeURIComponent(JSON.stringify({ reportId: input.reportId }))}`,
    )
    expect(await answer.text()).not.toContain(NEW_PHONE)
  }
})
