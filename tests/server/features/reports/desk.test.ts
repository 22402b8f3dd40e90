import type { PersonName, TestCity } from '../../../support/city.ts'
import type { Street } from './street.ts'
import { reportKinds } from '#shared/reports/rules.ts'
import { expect, it } from 'vitest'
import { COMMUNITY, ELSEWHERE, STREET, UNITS } from '../../../support/city.ts'
import { scene } from '../../../support/photos.ts'
import { freshStreet } from './street.ts'

let city: TestCity
let street: Street
freshStreet(given => ({ city, street } = given))

it('from the street to settled: every step is told to the reporter and kept with its part', async () => {
  const reportId = await street.bring(
    await street.file('rider'),
    'accepted',
    'assigned',
    'working',
    'resolved',
  )
  expect((await street.told('rider')).toReversed()).toEqual([
    'reports.accepted',
    'points.awarded',
    'reports.assigned',
    'reports.working',
    'reports.resolved',
  ])
  const view = await street.one('rider', reportId)
  expect(view.timeline.map(({ step, by, byName }) => [step, by, byName])).toEqual([
    ['filed', 'reporter', null],
    ['accepted', 'staff', null],
    ['assigned', 'staff', '社区派给 市政维修队'],
    ['working', 'unit', '市政维修队'],
    ['resolved', 'unit', '市政维修队'],
  ])
  expect(view.timeline.at(-1)!.photos).toEqual(view.afterPhotos)
  expect(view.afterPhotos).toHaveLength(1)
})

it('declining needs a reason, and the reporter reads it', async () => {
  const reportId = await street.file('rider')
  expect(
    await city.as('staff').send({ name: 'reports.move', input: { reportId, to: 'declined' } }),
  ).toMatchObject([{ status: 'malformed' }])
  await city.as('staff').done('reports.move', { reportId, to: 'declined', words: '现场没有发现' })
  const { notices } = await city.as('rider').ask('notices.mine', {})
  expect(notices).toMatchObject([
    { kind: 'reports.declined', words: '现场没有发现', ref: reportId, number: 1 },
  ])
  expect(await city.as('staff').refused('reports.move', { reportId, to: 'accepted' })).toMatchObject({
    code: 'reports.moveNotAllowed',
    from: 'declined',
    to: 'accepted',
  })
  expect(await street.points('rider')).toBe(0)
})

it('a report passed on belongs to the other area, and no longer to this one', async () => {
  const reportId = await street.file('rider', { kind: 'warning' })
  expect(
    await city.as('staff').refused('reports.move', { reportId, to: 'filed', areaId: '999999' }),
  ).toMatchObject({ code: 'identity.areaUnknown' })
  await city.as('staff').done('reports.move', { reportId, to: 'filed', areaId: ELSEWHERE })
  expect(await city.as('staff').refused('reports.move', { reportId, to: 'accepted' })).toMatchObject({
    code: 'command.notYourArea',
  })
  expect(await street.told('staffElsewhere')).toEqual(['reports.urgent'])
  const { notices } = await city.as('rider').ask('notices.mine', {})
  expect(notices).toMatchObject([
    {
      kind: 'reports.rerouted',
      words: (await street.one('rider', reportId)).areaName,
      ref: reportId,
      number: 1,
    },
  ])
  await city.as('staffElsewhere').done('reports.move', { reportId, to: 'accepted' })
})

it('a unit hands back with a reason, and the report waits at the desk again', async () => {
  const reportId = await street.bring(await street.file('rider'), 'accepted', 'assigned')
  expect(await city.as('unit').refused('reports.move', { reportId, to: 'accepted' })).toMatchObject({
    code: 'reports.wordsMissing',
  })
  await city.as('unit').done('reports.move', { reportId, to: 'accepted', words: '不归我们管' })
  expect(await street.one('staff', reportId)).toMatchObject({
    state: 'accepted',
    unitId: null,
    unitName: null,
  })
  expect(await street.told('staff')).toEqual(['reports.handedBack'])
  const { notices } = await city.as('rider').ask('notices.mine', {})
  expect(notices[0]).toMatchObject({ kind: 'reports.returned', words: '不归我们管', ref: reportId, number: 1 })
  expect(await city.as('unit').refused('reports.move', { reportId, to: 'working' })).toMatchObject({
    code: 'command.notYourArea',
  })
  expect(await street.points('rider')).toBe(50)
})

it('another unit may be sent instead; the first one can no longer touch it', async () => {
  const reportId = await street.bring(await street.file('rider'), 'accepted', 'assigned')
  await city.as('staff').done('reports.move', { reportId, to: 'assigned', unitId: UNITS.power })
  expect(await city.as('unit').refused('reports.move', { reportId, to: 'working' })).toMatchObject({
    code: 'command.notYourArea',
  })
  expect(await street.told('unit2')).toEqual(['reports.yourTurn'])
  await city.as('unit2').done('reports.move', { reportId, to: 'working' })
})

it('a unit that there is not, or that works elsewhere, is refused', async () => {
  const reportId = await street.bring(await street.file('rider'), 'accepted')
  expect(
    await city.as('staff').refused('reports.move', { reportId, to: 'assigned', unitId: crypto.randomUUID() }),
  ).toMatchObject({ code: 'reports.unitUnknown' })
  expect(await city.as('staff').ask('desk.units', { reportId })).toHaveLength(2)
})

it('settling needs words and a photo that came', async () => {
  const reportId = await street.bring(await street.file('rider'), 'accepted', 'assigned')
  expect(
    await city.as('unit').send({ name: 'reports.resolve', input: { reportId, words: '好了', photos: [] } }),
  ).toMatchObject([{ status: 'malformed' }])
  const missing = 'cd'.repeat(32)
  expect(
    await city.as('unit').sendOne('reports.resolve', { reportId, words: '好了', photos: [missing] }),
  ).toMatchObject({ status: 'retry', missingPhotos: [missing] })
  expect(await street.stateOf(reportId)).toBe('assigned')
})

it('settled a second time, the newest photos are those after; the first stay in the history', async () => {
  const reportId = await street.bring(await street.file('rider'), 'accepted', 'assigned', 'resolved')
  const first = (await street.one('rider', reportId)).afterPhotos
  city.time.now += 1000
  await city.as('rider').done('reports.rate', { reportId, fixed: false, words: '没好' })
  city.time.now += 1000
  await street.bring(reportId, 'resolved')
  const view = await street.one('rider', reportId)
  expect(view.afterPhotos).not.toEqual(first)
  expect(view.timeline.filter(({ step }) => step === 'resolved').map(({ photos }) => photos)).toEqual([
    first,
    view.afterPhotos,
  ])
})

it('nobody acts on their own report', async () => {
  const own = await street.file('staff', { areaId: COMMUNITY })
  const target = await street.file('rider')
  expect(await city.as('staff').refused('reports.move', { reportId: own, to: 'accepted' })).toMatchObject({
    code: 'reports.ownReport',
  })
  expect(
    await city.as('staff').refused('reports.move', { reportId: own, to: 'declined', words: '不' }),
  ).toMatchObject({ code: 'reports.ownReport' })
  expect(
    await city.as('staff').refused('reports.move', { reportId: own, to: 'merged', into: target }),
  ).toMatchObject({ code: 'reports.ownReport' })
  expect(
    await city.as('staff').refused('reports.move', { reportId: target, to: 'merged', into: own }),
  ).toMatchObject({ code: 'reports.ownReport' })
  expect(
    await city
      .as('staff')
      .refused('reports.resolve', { reportId: own, words: '好了', photos: [await street.photo('staff')] }),
  ).toMatchObject({ code: 'reports.ownReport' })
  await city.as('staff2').done('reports.move', { reportId: own, to: 'accepted' })
  expect(await street.points('staff')).toBe(50)

  const byUnit = await street.bring(await street.file('unit', { areaId: COMMUNITY }), 'accepted', 'assigned')
  expect(await city.as('unit').refused('reports.move', { reportId: byUnit, to: 'working' })).toMatchObject({
    code: 'reports.ownReport',
  })
  const byAdmin = await street.file('admin', { areaId: STREET })
  expect(await city.as('admin').refused('reports.move', { reportId: byAdmin, to: 'accepted' })).toMatchObject(
    {
      code: 'reports.ownReport',
    },
  )
})

it('nobody acts on a report filed with a photo of their own, whoever filed it', async () => {
  const bytes = await scene()
  const taken = await street.file('rider', { photos: [await street.photo('rider', bytes)] })
  const target = await street.file('rider2')
  const report = async (by: PersonName, id: string) =>
    (await city.as(by).ask('desk.reports', { view: 'todo' })).reports.find(row => row.id === id)
  expect(await report('staff', taken)).toMatchObject({ isOwn: false })
  await street.photo('staff', bytes)

  expect(await report('staff', taken)).toMatchObject({ isOwn: true })
  expect(await report('staff', target)).toMatchObject({ isOwn: false })
  expect((await street.one('staff', taken)).desk).toMatchObject({ isOwn: true })
  expect(await city.as('staff').refused('reports.move', { reportId: taken, to: 'accepted' })).toMatchObject({
    code: 'reports.ownReport',
  })
  expect(
    await city.as('staff').refused('reports.ask', { reportId: taken, question: '在哪一侧？' }),
  ).toMatchObject({ code: 'reports.ownReport' })
  expect(
    await city.as('staff').refused('reports.move', { reportId: target, to: 'merged', into: taken }),
  ).toMatchObject({ code: 'reports.ownReport' })
  await city.as('staff2').done('reports.move', { reportId: taken, to: 'accepted' })
})

it('who photographed the mending may go on with the report when it is opened again', async () => {
  const reportId = await street.bring(
    await street.file('rider'),
    'accepted',
    'assigned',
    'working',
    'resolved',
  )
  await city.as('rider').done('reports.rate', { reportId, fixed: false, words: '又坏了' })
  expect((await street.one('unit', reportId)).desk).toMatchObject({ isOwn: false })
  await street.bring(reportId, 'resolved')
})

it('riders move nothing, other areas move nothing, and an unknown report is unknown', async () => {
  const reportId = await street.file('rider')
  for (const by of ['rider', 'rider2', 'resident', 'keeper'] satisfies PersonName[]) {
    expect(await city.as(by).refused('reports.move', { reportId, to: 'accepted' })).toMatchObject({
      code: 'command.notForYourRole',
    })
  }
  expect(await city.as('staffElsewhere').refused('reports.move', { reportId, to: 'accepted' })).toMatchObject(
    {
      code: 'command.notYourArea',
    },
  )
  expect(await city.as('unit').refused('reports.move', { reportId, to: 'working' })).toMatchObject({
    code: 'command.notYourArea',
  })
  expect(
    await city.as('staff').refused('reports.move', { reportId: crypto.randomUUID(), to: 'accepted' }),
  ).toMatchObject({ code: 'reports.unknown' })
  expect(await city.as('admin').refused('reports.close', { reportId })).toMatchObject({
    code: 'command.notForYourRole',
  })
  expect(
    await city.as('admin').refused('reports.markPhotos', { reused: [reportId], fresh: [] }),
  ).toMatchObject({ code: 'command.notForYourRole' })
})

it('a duplicate joins the other report: its reporter and followers hear how that one ends', async () => {
  const target = await street.file('rider')
  const duplicate = await street.file('rider2')
  await city.as('rider3').done('reports.support', { reportId: duplicate })
  await city.as('staff').done('reports.move', { reportId: duplicate, to: 'merged', into: target })
  expect(await street.one('rider2', duplicate)).toMatchObject({ state: 'merged', mergedInto: target })
  expect((await street.one('rider', target)).supporters).toBe(2)
  expect((await street.one('rider', target)).timeline.map(({ step }) => step)).toContain('absorbed')
  expect(await street.points('rider2')).toBe(0)

  await street.bring(target, 'accepted', 'assigned', 'resolved')
  for (const by of ['rider2', 'rider3'] satisfies PersonName[])
    expect((await street.told(by)).toReversed()).toEqual(['reports.merged', 'reports.resolved'])
  expect((await city.as('rider2').ask('reports.mine', {})).reports.map(({ id, mine }) => [id, mine])).toEqual(
    [
      [duplicate, true],
      [target, false],
    ],
  )
})

it('a report is not merged into itself, a closed one, a lead, or one of another area', async () => {
  const reportId = await street.file('rider')
  const lead = await street.file('rider2', { kind: 'security' })
  const far = await street.file('rider2', { areaId: ELSEWHERE })
  const over = await street.file('rider2')
  await city.as('rider2').done('reports.withdraw', { reportId: over })
  for (const into of [reportId, lead, far, over, crypto.randomUUID()]) {
    expect(await city.as('staff').refused('reports.move', { reportId, to: 'merged', into })).toMatchObject({
      code: 'reports.mergeTarget',
    })
  }
})

it('every kind can be accepted, and pays what its kind pays', async () => {
  const DAY_MS = 86_400_000
  for (const [at, kind] of reportKinds.entries()) {
    const seenAt = city.time.now - (at % 2) * DAY_MS // One day's cap is less than all kinds together.
    await street.bring(await street.file('rider', { kind, seenAt }), 'accepted')
  }
  expect(await street.points('rider')).toBe(20 + 50 + 100 + 50 + 100 + 5 + 10)
})
