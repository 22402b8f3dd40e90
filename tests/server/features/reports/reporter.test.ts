import type { TestCity } from '../../../support/city.ts'
import type { Street } from './street.ts'
import { closeReports } from '#server/features/reports/tasks.ts'
import { builtInLimits, dueAt } from '#shared/reports/limits.ts'
import { RATING_WINDOW_MS } from '#shared/reports/rules.ts'
import { expect, it } from 'vitest'
import { ELSEWHERE, PLACE } from '../../../support/city.ts'
import { freshStreet } from './street.ts'

let city: TestCity
let street: Street
freshStreet(given => ({ city, street } = given))

it('a rider mends the words and the kind of a report that nobody has taken up', async () => {
  const reportId = await street.file('rider')
  await city.as('rider').done('reports.amend', { reportId, text: '在路口东侧', kind: 'environment' })
  const view = await street.one('rider', reportId)
  expect(view).toMatchObject({
    text: '在路口东侧',
    kind: 'environment',
    dueAt: dueAt(builtInLimits.environment, city.time.now),
  })
  expect(view.timeline.map(({ step }) => step)).toEqual(['filed', 'amended'])
})

it('an amended place that another district covers moves the report; a spot nearby doesn\'t', async () => {
  const reportId = await street.file('rider')
  const { areaId } = await street.one('rider', reportId)
  await city
    .as('rider')
    .done('reports.amend', { reportId, place: { latitude: 30.6001, longitude: 114.2701 } })
  expect((await street.one('rider', reportId)).areaId).toBe(areaId)
  await city.as('rider').done('reports.amend', { reportId, place: { latitude: 30.55, longitude: 114.32 } })
  expect((await street.one('rider', reportId)).areaId).toBe('420106')
  await city.as('rider').done('reports.amend', { reportId, areaId: ELSEWHERE })
  expect((await street.one('rider', reportId)).areaId).toBe(ELSEWHERE)
})

it('a wrong place is removed and the report stays in its area; the next change keeps it so', async () => {
  const reportId = await street.file('rider', { place: { ...PLACE, accuracy: 20 } })
  const { areaId } = await street.one('rider', reportId)
  await city.as('rider').done('reports.amend', { reportId, place: null })
  expect(await street.one('rider', reportId)).toMatchObject({ place: null, areaId })
  await city.as('rider').done('reports.amend', { reportId, text: '在菜场后门', areaId: ELSEWHERE })
  expect(await street.one('rider', reportId)).toMatchObject({ place: null, areaId: ELSEWHERE })
  await city.as('rider').done('reports.amend', { reportId, place: PLACE })
  expect((await street.one('rider', reportId)).place).toEqual(PLACE)
})

it('what turns out to be an emergency calls the staff when it is mended', async () => {
  const reportId = await street.file('rider')
  await city.as('rider').done('reports.amend', { reportId, kind: 'emergency' })
  expect(await street.told('staff')).toEqual(['reports.urgent'])
  await city.as('rider').done('reports.amend', { reportId, text: '仍在冒烟' })
  expect(await street.told('staff')).toEqual(['reports.urgent'])
})

it('once accepted a report is no longer mended, and never by another', async () => {
  const reportId = await street.file('rider')
  expect(await city.as('rider2').refused('reports.amend', { reportId, text: '不对' })).toMatchObject({
    code: 'reports.notYours',
  })
  await street.bring(reportId, 'accepted')
  expect(await city.as('rider').refused('reports.amend', { reportId, text: '迟了' })).toMatchObject({
    code: 'reports.tooLateToChange',
    state: 'accepted',
  })
  expect(
    await city.as('rider').refused('reports.amend', { reportId: crypto.randomUUID(), text: '没有' }),
  ).toMatchObject({ code: 'reports.unknown' })
})

it('of a report that others may not see they do not learn that it exists', async () => {
  const reportId = await street.file('rider', { kind: 'security' })
  const stranger = city.as('rider2')
  for (const code of [
    (await stranger.refused('reports.amend', { reportId, text: '不对' })).code,
    (await stranger.refused('reports.withdraw', { reportId })).code,
    (await stranger.refused('reports.answer', { reportId, answer: '东侧' })).code,
    (await stranger.refused('reports.rate', { reportId, fixed: true })).code,
    (await city.as('staffElsewhere').refused('reports.move', { reportId, to: 'accepted' })).code,
    (await city.as('staffElsewhere').refused('reports.ask', { reportId, question: '哪一侧？' })).code,
  ])
    expect(code).toBe('reports.unknown')
})

it('a rider takes a report back until somebody is sent, and nobody else can', async () => {
  const reportId = await street.file('rider')
  expect(await city.as('staff').refused('reports.withdraw', { reportId })).toMatchObject({
    code: 'reports.notYours',
  })
  await city.as('rider').done('reports.withdraw', { reportId })
  expect(await street.stateOf(reportId)).toBe('withdrawn')
  expect(await city.as('rider').refused('reports.withdraw', { reportId })).toMatchObject({
    code: 'reports.moveNotAllowed',
    from: 'withdrawn',
    to: 'withdrawn',
  })
  const sent = await street.bring(await street.file('rider'), 'accepted', 'assigned')
  expect(await city.as('rider').refused('reports.withdraw', { reportId: sent })).toMatchObject({
    code: 'reports.moveNotAllowed',
    from: 'assigned',
    to: 'withdrawn',
  })
})

it('staff ask, the rider answers, and the one who asked is told', async () => {
  const reportId = await street.file('rider')
  await city.as('staff').done('reports.ask', { reportId, question: '在哪一侧？' })
  expect(await street.told('rider')).toEqual(['reports.asked'])
  expect(await street.one('rider', reportId)).toMatchObject({ asked: true, question: '在哪一侧？' })
  expect(await city.as('staff2').refused('reports.ask', { reportId, question: '几号门？' })).toMatchObject({
    code: 'reports.alreadyAsked',
  })
  expect(await city.as('rider2').refused('reports.answer', { reportId, answer: '东侧' })).toMatchObject({
    code: 'reports.notYours',
  })

  await city.as('rider').done('reports.answer', { reportId, answer: '东侧' })
  expect(await street.one('rider', reportId)).toMatchObject({ asked: false, question: null })
  expect(await street.told('staff')).toEqual(['reports.answered'])
  expect(await street.told('staff2')).toEqual([])
  expect(await city.as('rider').refused('reports.answer', { reportId, answer: '再说一次' })).toMatchObject({
    code: 'reports.notAsked',
  })
})

it('an accepted report that was answered waits at the desk again', async () => {
  const reportId = await street.bring(await street.file('rider'), 'accepted')
  const todo = async () =>
    (await city.as('staff').ask('desk.reports', { view: 'todo' })).reports.map(({ id }) => id)
  expect(await todo()).toEqual([])
  await city.as('staff').done('reports.ask', { reportId, question: '现在还在吗？' })
  expect(await todo()).toEqual([])
  await city.as('rider').done('reports.answer', { reportId, answer: '还在' })
  expect(await todo()).toEqual([reportId])
  await street.bring(reportId, 'assigned')
  expect(await todo()).toEqual([])
  expect(await city.as('staff').refused('reports.ask', { reportId, question: '还有吗？' })).toMatchObject({
    code: 'reports.tooLateToChange',
    state: 'assigned',
  })
})

it('a question is only for staff of the area to ask, and not of themselves', async () => {
  const reportId = await street.file('rider')
  expect(await city.as('rider2').refused('reports.ask', { reportId, question: '？' })).toMatchObject({
    code: 'command.notForYourRole',
  })
  expect(await city.as('staffElsewhere').refused('reports.ask', { reportId, question: '？' })).toMatchObject({
    code: 'command.notYourArea',
  })
  expect(
    await city
      .as('staff')
      .refused('reports.ask', {
        reportId: await street.file('staff', { areaId: '420103006' }),
        question: '？',
      }),
  ).toMatchObject({ code: 'reports.ownReport' })
})

it('a rider who finds it fixed closes it, with a score', async () => {
  const reportId = await street.bring(
    await street.file('rider'),
    'accepted',
    'assigned',
    'working',
    'resolved',
  )
  expect(await city.as('rider2').refused('reports.rate', { reportId, fixed: true })).toMatchObject({
    code: 'reports.notYours',
  })
  await city.as('rider').done('reports.rate', { reportId, fixed: true, score: 5 })
  expect(await street.one('rider', reportId)).toMatchObject({ state: 'closed', score: 5, rateUntil: null })
  expect(await city.as('rider').refused('reports.rate', { reportId, fixed: true })).toMatchObject({
    code: 'reports.ratingOver',
  })
})

it('not fixed: it goes back to the unit that settled it, and both unit and staff are told why', async () => {
  const reportId = await street.bring(await street.file('rider'), 'accepted', 'assigned', 'resolved')
  await city.as('rider').done('reports.rate', { reportId, fixed: false, words: '边上还是松的' })
  expect(await street.one('unit', reportId)).toMatchObject({ state: 'assigned', unitName: '市政维修队' })
  expect(await street.told('staff')).toContain('reports.reopened')
  expect(await street.told('unit')).toEqual(['reports.yourTurn', 'reports.yourTurn'])
  expect((await street.one('rider', reportId)).timeline.at(-1)).toMatchObject({
    step: 'reopened',
    by: 'reporter',
    words: '边上还是松的',
  })
})

it('not fixed, and settled by the staff themselves: it is accepted again and waits at the desk', async () => {
  const reportId = await street.bring(await street.file('rider'), 'accepted')
  await city.as('staff').done('reports.resolve', {
    reportId,
    words: '已处理',
    photos: [await street.photo('staff')],
  })
  await city.as('rider').done('reports.rate', { reportId, fixed: false, words: '没有变化' })
  expect(await street.stateOf(reportId)).toBe('accepted')
  expect((await city.as('staff').ask('desk.reports', { view: 'todo' })).reports).toMatchObject([
    { id: reportId },
  ])
})

it('fourteen days later there is nothing to rate, and before it is settled neither', async () => {
  const reportId = await street.bring(await street.file('rider'), 'accepted')
  expect(await city.as('rider').refused('reports.rate', { reportId, fixed: true })).toMatchObject({
    code: 'reports.moveNotAllowed',
    from: 'accepted',
    to: 'closed',
  })
  await street.bring(reportId, 'assigned', 'resolved')
  expect((await street.one('rider', reportId)).rateUntil).toBe(city.time.now + RATING_WINDOW_MS)
  city.time.now += RATING_WINDOW_MS + 1
  expect(await city.as('rider').refused('reports.rate', { reportId, fixed: true })).toMatchObject({
    code: 'reports.ratingOver',
  })
})

it.each([
  ['it is fixed', { fixed: true, score: 4 }, 'closed'],
  ['it is not fixed', { fixed: false, words: '坑还在' }, 'assigned'],
] as const)(
  'a rating made in time counts, though the phone found no network until the clock had closed the report: %s',
  async (_name, rating, state) => {
    const reportId = await street.bring(await street.file('rider'), 'accepted', 'assigned', 'resolved')
    const madeAt = city.time.now + RATING_WINDOW_MS - 1000
    city.time.now += RATING_WINDOW_MS + 60_000
    expect(await closeReports(city)).toBe(1)
    expect(await street.stateOf(reportId)).toBe('closed')
    // Made only now.
    expect(await city.as('rider').refused('reports.rate', { reportId, ...rating })).toMatchObject({
      code: 'reports.ratingOver',
    })
    const [reply] = await city
      .as('rider')
      .send({ name: 'reports.rate', input: { reportId, ...rating }, madeAt })
    expect(reply).toMatchObject({ status: 'accepted' })
    expect(await street.stateOf(reportId)).toBe(state)
  },
)

it('what its reporter has rated stays rated', async () => {
  const reportId = await street.bring(await street.file('rider'), 'accepted', 'assigned', 'resolved')
  await city.as('rider').done('reports.rate', { reportId, fixed: true, score: 5 })
  expect(
    await city.as('rider').refused('reports.rate', { reportId, fixed: false, words: '又想了想' }),
  ).toMatchObject({ code: 'reports.ratingOver' })
})

it('the tally counts what somebody filed and what of it was settled, and nothing of others', async () => {
  const first = await street.file('rider')
  await street.file('rider')
  const third = await street.file('rider')
  await street.file('rider2')
  await street.bring(first, 'accepted', 'assigned', 'working', 'resolved')
  await city.as('rider').done('reports.withdraw', { reportId: third })
  expect(await city.as('rider').ask('reports.tally', {})).toEqual({ filed: 2, mended: 1 })
})
