import type { PersonName, TestCity } from '../../../support/city.ts'
import type { Street } from './street.ts'
import { expect, it } from 'vitest'
import { COMMUNITY, PLACE } from '../../../support/city.ts'
import { freshStreet } from './street.ts'

let city: TestCity
let street: Street
freshStreet(given => ({ city, street } = given))

/** So many metres north of the place where everything happens. */
const north = (metres: number) => ({
  latitude: PLACE.latitude + metres / 111_195,
  longitude: PLACE.longitude,
})
const nearby = async (by: PersonName, kind: 'hazard' | 'security' | 'other' = 'hazard') =>
  await city.as(by).ask('reports.nearby', { place: PLACE, kind })

it('open reports of the kind within fifty metres are offered, the nearest first', async () => {
  const [far, near, tooFar] = [
    await street.file('rider', { place: north(45), areaId: COMMUNITY }),
    await street.file('rider', { place: north(5), areaId: COMMUNITY }),
    await street.file('rider', { place: north(55), areaId: COMMUNITY }),
  ]
  for (const reportId of [far, near, tooFar]) await street.bring(reportId, 'accepted')
  await street.file('rider', { place: PLACE, kind: 'environment' })
  await city.as('rider').done('reports.withdraw', { reportId: await street.file('rider') })
  expect((await nearby('rider2')).map(({ id, distanceM, mine }) => [id, distanceM, mine])).toEqual([
    [near, 5, false],
    [far, 45, false],
  ])
  expect((await nearby('rider'))[0]).toMatchObject({ mine: true })
})

it('a security lead is offered to nobody', async () => {
  await street.file('rider', { kind: 'security' })
  expect(await nearby('rider2', 'security')).toEqual([])
})

it('who saw it too supports and follows it, once, and hears how it ends', async () => {
  const reportId = await street.file('rider')
  await city.as('rider2').done('reports.support', { reportId })
  await city.as('rider2').done('reports.support', { reportId })
  expect((await nearby('rider2'))[0]).toMatchObject({ supporters: 1, supported: true })
  await street.bring(reportId, 'accepted', 'assigned', 'resolved')
  expect(await street.told('rider2')).toEqual(['reports.resolved'])
  expect((await city.as('rider2').ask('reports.mine', {})).reports).toMatchObject([
    { id: reportId, mine: false, rateUntil: null },
  ])
  expect((await street.one('rider2', reportId)).timeline.map(({ step }) => step)).toContain('supported')
})

it('who follows a report hears that it was opened again, and that another was taken back', async () => {
  const reportId = await street.file('rider')
  await city.as('rider2').done('reports.support', { reportId })
  await street.bring(reportId, 'accepted', 'assigned', 'resolved')
  await city.as('rider').done('reports.rate', { reportId, fixed: false, words: '边上还是松的' })
  const takenBack = await street.file('rider', { kind: 'environment' })
  await city.as('rider2').done('reports.support', { reportId: takenBack })
  await city.as('rider').done('reports.withdraw', { reportId: takenBack })
  expect((await street.told('rider2')).toReversed()).toEqual([
    'reports.resolved',
    'reports.reopened',
    'reports.withdrawn',
  ])
  expect(await street.told('rider')).not.toContain('reports.withdrawn')
})

it('one\'s own report, a lead, one that is over and one that is unknown are not supported', async () => {
  const reportId = await street.file('rider')
  expect(await city.as('rider').refused('reports.support', { reportId })).toMatchObject({
    code: 'reports.ownReport',
  })
  expect(
    await city
      .as('rider2')
      .refused('reports.support', { reportId: await street.file('rider', { kind: 'security' }) }),
  ).toMatchObject({ code: 'reports.unknown' })
  expect(await city.as('rider2').refused('reports.support', { reportId: crypto.randomUUID() })).toMatchObject(
    {
      code: 'reports.unknown',
    },
  )
  await city.as('rider').done('reports.withdraw', { reportId })
  expect(await city.as('rider2').refused('reports.support', { reportId })).toMatchObject({
    code: 'reports.tooLateToChange',
    state: 'withdrawn',
  })
})

it('support that arrives after a merge goes to the report that took the other in', async () => {
  const target = await street.file('rider')
  const duplicate = await street.file('rider2')
  await city.as('staff').done('reports.move', { reportId: duplicate, to: 'merged', into: target })
  await city.as('rider3').done('reports.support', { reportId: duplicate })
  expect((await street.one('rider3', target)).supported).toBe(true)
})

it('a passer-by sees an open report, but neither who filed it nor what staff asked', async () => {
  const reportId = await street.file('rider')
  await city.as('staff').done('reports.ask', { reportId, question: '你住几号？' })
  const view = await street.one('rider2', reportId)
  expect(view).toMatchObject({ mine: false, asked: false, question: null, desk: null })
  expect(JSON.stringify(view)).not.toContain('测试')
  expect(JSON.stringify(view)).not.toContain('你住几号')
})

it('what is over is seen by its reporter, its followers and the desk, and by no passer-by', async () => {
  const reportId = await street.file('rider')
  await city.as('rider3').done('reports.support', { reportId })
  await street.bring(reportId, 'accepted', 'assigned', 'resolved')
  for (const [by, sees] of [
    ['rider', true],
    ['rider3', true],
    ['staff', true],
    ['admin', true],
    ['unit', true],
    ['rider2', false],
    ['unit2', false],
    ['staffElsewhere', false],
  ] satisfies [PersonName, boolean][]) {
    const asked = await city
      .as(by)
      .fetch(`/api/queries/reports.one?input=${encodeURIComponent(JSON.stringify({ reportId }))}`)
    expect(asked.ok, by).toBe(sees)
  }
})

it('a security lead and its photo are for its reporter and the desk, not for old followers', async () => {
  const reportId = await street.file('rider')
  await city.as('rider2').done('reports.support', { reportId })
  await city.as('rider').done('reports.amend', { reportId, kind: 'security' })
  const hash = (await street.one('rider', reportId)).photos[0]!.hash
  for (const [by, sees] of [
    ['rider', true],
    ['staff', true],
    ['rider2', false],
    ['rider3', false],
    ['unit', false],
    ['staffElsewhere', false],
  ] satisfies [PersonName, boolean][]) {
    expect(
      (
        await city
          .as(by)
          .fetch(`/api/queries/reports.one?input=${encodeURIComponent(JSON.stringify({ reportId }))}`)
      ).ok,
      by,
    ).toBe(sees)
    expect((await city.as(by).fetch(`/api/photos/${hash}/full`)).ok, by).toBe(sees)
  }
  expect((await city.as('rider2').ask('reports.mine', {})).reports).toEqual([])
})

it('staff of the area see who filed it and what its photos say; the unit sees neither', async () => {
  const reportId = await street.bring(
    await street.file('rider', { areaId: COMMUNITY }),
    'accepted',
    'assigned',
  )
  const view = await street.one('staff', reportId)
  expect(view.desk).toMatchObject({
    reporter: { name: '测试rider', phoneHint: '138****0001' },
    isOwn: false,
    reusedPhoto: false,
  })
  expect(view.desk!.photoFacts).toHaveLength(1)
  expect(view.timeline.map(({ byName }) => byName)).toEqual([
    '测试rider',
    '测试staff',
    '测试staff派给 市政维修队',
  ])
  expect((await street.one('unit', reportId)).desk).toEqual({
    reporter: null,
    parts: ['unit'],
    isOwn: false,
    reusedPhoto: false,
    afterPhotoFault: null,
    clockSkewMs: 0,
    photoFacts: [],
  })
})
