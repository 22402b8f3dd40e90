import type { Nudge } from '#server/sync/changes.ts'
import type { Task } from '#server/sync/feature.ts'
import type { QueryName } from '#shared/queries.ts'
import type { PersonName, TestCity } from '../../../support/city.ts'
import type { Street } from './street.ts'
import { closeReports, compareNewPhotos } from '#server/features/reports/tasks.ts'
import { features } from '#server/handlers.ts'
import { RATING_WINDOW_MS } from '#shared/reports/rules.ts'
import { REPORTS_PAGE_MAX } from '#shared/reports/schemas.ts'
import { expect, it } from 'vitest'
import { ELSEWHERE } from '../../../support/city.ts'
import { scene } from '../../../support/photos.ts'
import { freshStreet } from './street.ts'

let city: TestCity
let street: Street
freshStreet(given => ({ city, street } = given), { LIMITS_FACTOR: '100' })

const HOUR_MS = 3_600_000
const desk = async (by: PersonName, view: 'todo' | 'running' | 'done', offset?: number) =>
  await city.as(by).ask('desk.reports', { view, ...(offset !== undefined && { offset }) })
const idsOf = ({ reports }: { reports: { id: string }[] }) => reports.map(({ id }) => id)

it('staff see their own area, overdue first and then the newest; a unit sees what it was sent', async () => {
  const old = await street.file('rider')
  city.time.now += HOUR_MS
  const urgent = await street.file('rider', { kind: 'emergency' })
  city.time.now += 3 * HOUR_MS
  const fresh = await street.file('staff', { areaId: '420103006' })
  const other = await street.file('rider', { areaId: ELSEWHERE })

  const todo = await desk('staff', 'todo')
  expect(idsOf(todo)).toEqual([urgent, fresh, old])
  expect(todo.counts).toEqual({ todo: 3, running: 0, done: 0, overdue: 1 })
  expect(todo.reports.map(({ isOwn }) => isOwn)).toEqual([false, true, false])
  expect(idsOf(await desk('staffElsewhere', 'todo'))).toEqual([other])
  expect(idsOf(await desk('admin', 'todo'))).toHaveLength(4)

  await street.bring(old, 'accepted', 'assigned')
  expect(idsOf(await desk('unit', 'todo'))).toEqual([old])
  expect(idsOf(await desk('staff', 'running'))).toEqual([old])
  await street.bring(old, 'working')
  expect(idsOf(await desk('unit', 'running'))).toEqual([old])
  await street.bring(old, 'resolved')
  expect((await desk('unit', 'done')).reports).toMatchObject([{ id: old, unitName: '市政维修队' }])
  expect((await desk('unit2', 'done')).counts).toEqual({ todo: 0, running: 0, done: 0, overdue: 0 })
  expect((await city.as('rider').fetch('/api/queries/desk.reports?input={"view":"todo"}')).status).toBe(403)
})

it('what was filed in one batch is on one page, and every report is on some page', async () => {
  const photos = [await street.photo('rider')]
  const inputs = await Promise.all(
    Array.from({ length: REPORTS_PAGE_MAX + 10 }, () => street.report('rider', { photos })),
  )
  city.time.now += 1000
  const early = await street.file('rider', { photos })
  city.time.now += 1000
  await city.as('rider').send(...inputs.map(input => ({ name: 'reports.file', input })))
  const first = await city.as('rider').ask('reports.mine', {})
  expect(first.reports).toHaveLength(REPORTS_PAGE_MAX + 10)
  expect(first.hasMore).toBe(true)
  const next = await city.as('rider').ask('reports.mine', { before: first.reports.at(-1)!.filedAt })
  expect([idsOf(next), next.hasMore]).toEqual([[early], false])

  const [page, rest] = [await desk('staff', 'todo'), await desk('staff', 'todo', REPORTS_PAGE_MAX)]
  expect([page.reports.length, page.hasMore, rest.reports.length, rest.hasMore]).toEqual([
    REPORTS_PAGE_MAX,
    true,
    11,
    false,
  ])
})

it('a settled report that nobody rates is closed after fourteen days, by the clock', async () => {
  const reportId = await street.bring(await street.file('rider'), 'accepted', 'assigned', 'resolved')
  await city.as('rider2').done('reports.support', { reportId: await street.file('rider') })
  city.time.now += RATING_WINDOW_MS
  expect(await closeReports(city)).toBe(0)
  city.time.now += 1
  expect(await closeReports(city)).toBe(1)
  expect(await closeReports(city)).toBe(0)
  const view = await street.one('rider', reportId)
  expect(view).toMatchObject({ state: 'closed', score: null })
  expect(view.timeline.at(-1)).toMatchObject({ step: 'closed', by: 'system', byName: null })
  expect((await street.told('rider'))[0]).toBe('reports.closed')
})

it('a photo used before marks the later report for the desk, and refuses nothing', async () => {
  const bytes = await scene()
  const first = await street.file('rider', { photos: [await street.photo('rider', bytes)] })
  expect(await compareNewPhotos(city)).toBe(0)
  const second = await street.file('rider2', { photos: [await street.photo('rider2', bytes)] })
  const third = await street.file('rider3')
  expect(await compareNewPhotos(city)).toBe(1)
  const marks = Object.fromEntries(
    (await desk('staff', 'todo')).reports.map(({ id, reusedPhoto }) => [id, reusedPhoto]),
  )
  expect(marks).toEqual({ [first]: false, [second]: true, [third]: false })
  expect(await compareNewPhotos(city)).toBe(0)
})

it('an unchanged list is answered 304, and every change of it is not', async () => {
  const reportId = await street.file('rider')
  const questions: [PersonName, QueryName, object][] = [
    ['rider', 'reports.mine', {}],
    ['staff', 'desk.reports', { view: 'todo' }],
    ['rider2', 'reports.mine', {}],
  ]
  const tags = new Map<string, string>()
  const statuses = async () =>
    await Promise.all(
      questions.map(async ([by, name, input]) => {
        const known = tags.get(by)
        const response = await city
          .as(by)
          .fetch(
            `/api/queries/${name}?input=${encodeURIComponent(JSON.stringify(input))}`,
            known ? { headers: { 'if-none-match': known } } : {},
          )
        tags.set(by, response.headers.get('etag')!)
        return response.status
      }),
    )
  expect(await statuses()).toEqual([200, 200, 200])
  expect(await statuses()).toEqual([304, 304, 304])
  await city.as('rider2').done('reports.support', { reportId })
  expect(await statuses()).toEqual([200, 200, 200])
  await street.bring(reportId, 'accepted')
  expect(await statuses()).toEqual([200, 200, 200])
  await city.as('staff').done('reports.ask', { reportId, question: '哪里？' })
  expect((await statuses())[0]).toBe(200)
  await city.as('rider').done('reports.answer', { reportId, answer: '这里' })
  expect((await statuses()).slice(0, 2)).toEqual([200, 200])
  await street.bring(reportId, 'assigned', 'resolved')
  expect(await statuses()).toEqual([200, 200, 200])
})

it('what becomes overdue and what begins anew with the day is told by the clock', async () => {
  await street.file('rider', { kind: 'emergency' })
  const told: string[] = []
  const publish = async (nudges: Nudge[]) => void published.push(...nudges)
  const published: Nudge[] = []
  let since = city.time.now
  const tick = async () => {
    for (const { when, run } of features.flatMap(({ tasks }) => Object.values<Task>(tasks))) {
      if (when === '0 * * * * *') await run({ ...city, changes: { ...city.changes, publish } }, since)
    }
    since = city.time.now
    const names = published.splice(0).flatMap(nudge => nudge.to === '*' ? nudge.names : [])
    if (names.length > 0) told.push(`* ${names.join()}`)
  }
  city.time.now += HOUR_MS
  await tick()
  expect(told).toEqual([])
  city.time.now += HOUR_MS + 1
  await tick()
  expect(told).toEqual(['* desk.reports,console.queue'])
  city.time.now += 20 * HOUR_MS
  await tick()
  expect(told).toEqual(['* desk.reports,console.queue', '* points.mine,mall.items,mall.desk,mall.book'])
})

it('its reporter reads what a report earned, and nobody else', async () => {
  const reportId = await street.file('rider')
  const earned = async (by: PersonName) => [
    (await street.one(by, reportId)).points,
    (await city.as(by).ask('reports.mine', {})).reports.find(({ id }) => id === reportId)?.points,
  ]
  expect(await earned('rider')).toEqual([undefined, undefined])
  await city.as('resident').done('reports.support', { reportId })
  await street.bring(reportId, 'accepted')
  expect(await earned('rider')).toEqual([50, 50])
  expect(await earned('resident')).toEqual([undefined, undefined])
  expect((await street.one('staff', reportId)).points).toBeUndefined()
})
