import type { QueryContext } from '#server/sync/context.ts'
import type { Answer, QueryInput } from '#shared/queries.ts'
import type { MoveBy, ReportState } from '#shared/reports/rules.ts'
import { readdirSync, readFileSync } from 'node:fs'
import { countFigures, recountFigures } from '#server/console/figures/count.ts'
import { accounts } from '#server/core/identity/index.ts'
import { photos } from '#server/core/media/index.ts'
import { checkPoints } from '#server/core/points/index.ts'
import { openings, signups } from '#server/core/signups/index.ts'
import { stations } from '#server/core/stations/index.ts'
import { teams } from '#server/core/teams/index.ts'
import { reportPhotos, reports, reportSteps, reportSupporters } from '#server/features/reports/tables.ts'
import { comesBack } from '#server/features/reports/take.ts'
import { closeReports } from '#server/features/reports/tasks.ts'
import { activitiesToClose, activitiesToForget } from '#server/features/volunteering/attending/no-shows.ts'
import { activities, attendances, volunteerHours } from '#server/features/volunteering/tables.ts'
import { queryHandlers } from '#server/handlers.ts'
import { buildSampleCity } from '#server/sample/build.ts'
import { published } from '#server/sample/city/published.ts'
import { drawReports } from '#server/sample/city/reports.ts'
import { CityHasPeople, seedCity } from '#server/sample/city/seed-city.ts'
import { sampleId, samplePeople, sampleSignIns } from '#server/sample/people.ts'
import { countedThings } from '#shared/figures/schemas.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { moves } from '#shared/reports/rules.ts'
import { minutesOf, placeStates } from '#shared/volunteering/rules.ts'
import { and, asc, count, eq, inArray, isNotNull, isNull, like } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { mayDraw } from '../../support/drawings.ts'
import { openSeededCity, STORY_END } from '../../support/seeded-city.ts'
import { countOf, linksOf } from '../console/figures/behind.ts'
import { countedRows, figuresBySql, groupsBySql, openBySql } from '../console/figures/by-sql.ts'

function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): ReadonlyMap<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const group = groups.get(keyOf(row)) ?? []
    group.push(row)
    groups.set(keyOf(row), group)
  }
  return groups
}

mayDraw()
let city: Awaited<ReturnType<typeof openSeededCity>>
beforeAll(async () => {
  city = await openSeededCity()
})
afterAll(() => city.close())

it('the city has exactly the published figures', async () => {
  const { read } = city.database
  const people = (role: 'courier' | 'resident') => read.$count(accounts, and(
    eq(accounts.role, role),
    isNotNull(accounts.registeredAt),
    isNotNull(accounts.areaId),
    isNull(accounts.deletedAt),
  ))
  const inState = eq(activities.state, 'finished')
  const came = await read
    .select({ n: count() })
    .from(signups)
    .innerJoin(openings, eq(openings.id, signups.openingId))
    .innerJoin(activities, and(eq(activities.id, openings.ref), inState))
    .where(eq(signups.state, 'came'))
  expect({
    couriers: await people('courier'),
    residents: await people('resident'),
    stations: await read.$count(stations),
    stationsInHanyang: await read.$count(stations, like(stations.areaId, '420105%')),
    reports: await read.$count(reports),
    teams: await read.$count(teams),
    activities: await read.$count(activities, inState),
    places: came[0]!.n,
  }).toEqual(published)
})

it('its points add up, with some issued, held and spent', async () => {
  expect(await checkPoints(city.database)).toEqual([])
})

it('every report stands where its history by the table of moves has brought it', async () => {
  const { read } = city.database
  const all = await read.select().from(reports)
  const steps = await read.select().from(reportSteps).orderBy(asc(reportSteps.at), asc(reportSteps.id))
  const histories = groupBy(steps, ({ reportId }) => reportId)
  for (const report of all) {
    let state: ReportState = 'filed'
    let cameBackAs: typeof report.cameBackAs = null
    let last = report.filedAt
    for (const { step, part, at } of histories.get(report.id) ?? []) {
      expect(at).toBeGreaterThanOrEqual(last)
      last = at
      // Whatever was opened again had been a unit's.
      const move = moves.find(each => each.step === step && each.by === part as MoveBy
        && each.from.includes(state) && (step !== 'reopened' || each.to === 'assigned'))
      if (move) state = move.to
      if (move || step === 'answered') cameBackAs = comesBack[step] ?? null
      if (!move) expect(['asked', 'answered', 'absorbed']).toContain(step)
    }
    expect(report).toMatchObject({ id: report.id, state, cameBackAs })
    // What nobody has accepted or answered for good waits for staff, as what came back to them does.
    expect(report.awaitsStaff).toBe(state === 'filed' || (state === 'accepted' && cameBackAs !== null))
    expect(last).toBeLessThan(STORY_END)
    expect(report.resolvedAt === null).toBe(!['resolved', 'closed'].includes(state))
    expect(report.mergedInto === null).toBe(state !== 'merged')
  }
  const states = new Set(all.map(({ state }) => state))
  expect(states.size).toBe(10)
  expect(all.filter(({ state, dueAt }) => state === 'working' && dueAt < STORY_END).length).toBeGreaterThan(0)
})

it('supporters, photos and places are counted as they are', async () => {
  const { read } = city.database
  const supporters = groupBy(await read.select().from(reportSupporters), ({ reportId }) => reportId)
  for (const { id, supporters: counted } of await read.select().from(reports))
    expect(counted).toBe(supporters.get(id)?.length ?? 0)
  const named = groupBy(await read.select().from(reportPhotos), ({ hash }) => hash)
  for (const { hash, uses } of await read.select().from(photos))
    expect(uses).toBe(named.get(hash)?.length ?? 1) // A picture of goods is named once.
  const taken = groupBy(
    await read.select().from(signups).where(inArray(signups.state, [...placeStates])),
    ({ openingId }) => openingId,
  )
  for (const { id, taken: counted } of await read.select().from(openings))
    expect(counted).toBe(taken.get(id)?.length ?? 0)
})

it('hours are those that the evidence brings, and nobody is at two places at once', async () => {
  const { read } = city.database
  const held = new Map((await read.select().from(activities)).map(each => [each.id, each]))
  const told = await read.select().from(attendances)
  const evidence = groupBy(told, each => `${each.activityId}${each.accountId}`)
  const hours = await read.select().from(volunteerHours)
  expect(hours.length).toBeGreaterThan(5000)
  for (const { activityId, accountId, minutes } of hours) {
    const at = (direction: string) =>
      evidence.get(activityId + accountId)!.find(each => each.direction === direction)!.at
    expect(minutes).toBe(minutesOf(held.get(activityId)!, at('in'), at('out')))
  }
  const days = hours.map(({ accountId, day }) => `${accountId} ${day}`)
  expect(new Set(days).size).toBe(days.length)
})

it('the clock finds nothing left over that should long be done', async () => {
  const { read } = city.database
  expect(await closeReports(city)).toBe(0)
  expect(await activitiesToClose(read, STORY_END)).toEqual([])
  expect(await activitiesToForget(read, STORY_END)).toEqual([])
})

it('a start with the sample city adds nothing, and its people can sign in', async () => {
  expect(await buildSampleCity(city)).toBe(false)
  for (const name of sampleSignIns)
    expect(await city.database.read.$count(accounts, eq(accounts.phone, samplePeople[name].phone))).toBe(1)
})

const contextAt = (now: number): QueryContext => ({
  read: city.database.read,
  settings: city.settings,
  rulings: city.rulings,
  actor: {
    accountId: sampleId('admin'),
    role: 'resident',
    areaId: null,
    posts: [{ id: '', kind: 'admin', scope: '4201', from: 0, until: null }],
  },
  now,
  about: () => {},
})
const asAdmin = async (areaId: string, from: string, to: string, now = STORY_END) =>
  await queryHandlers['figures.city']({ areaId, from, to }, contextAt(now))

it('the city’s view shows exactly the published figures', async () => {
  await countFigures(city)
  const { people, reports: told, stations: known, volunteering, areas: districts } =
    await asAdmin('4201', '2025-05', '2026-11')
  expect({
    couriers: people.couriers,
    residents: people.residents,
    stations: known.all,
    stationsInHanyang: (await asAdmin('420105', '2025-05', '2026-11')).stations.all,
    reports: told.filed,
    ...volunteering,
  }).toEqual(published)
  expect(districts).toHaveLength(13)
  expect(districts.reduce((sum, { filed }) => sum + filed, 0)).toBe(published.reports)
  expect(told.days.reduce((sum, { filed }) => sum + filed, 0)).toBe(published.reports)
  expect(people.groups.reduce((sum, { n }) => sum + n, 0)).toBe(published.couriers)
})

it.each([
  ['4201', '2025-05', '2026-11'],
  ['4201', '2026-01', '2026-06'],
  ['420105', '2025-12', '2026-11'],
  ['420103006', '2026-03', '2026-10'],
])('every figure of %s from %s to %s is what plain SQL says', async (areaId, from, to) => {
  await countFigures(city)
  const shown = await asAdmin(areaId, from, to)
  const { days, ...counted } = shown.reports
  const { couriers, residents, registered } = shown.people
  const told = await figuresBySql(city, { areaId, from, to, asOf: STORY_END })
  expect(counted).toEqual(told.reports)
  expect({ couriers, residents, registered }).toEqual(told.people)
  expect(shown.stations.visits).toBe(told.visits)
  expect(shown.stations.hours.reduce((sum, n) => sum + n, 0)).toBe(told.visits)
  expect(shown.volunteering).toEqual(told.volunteering)
  expect(shown.points).toEqual(areaId === '4201' ? told.points : null)
  expect(days.reduce((sum, { filed }) => sum + filed, 0)).toBe(told.reports.filed)
  expect(shown.voices).toEqual(told.voices)
  expect(shown.people.groups.map(({ company, work, n }) => `${company ?? ''} ${work ?? ''} ${n}`).sort())
    .toEqual(await groupsBySql(city, areaId))
})

const rowsOf = async (input: QueryInput<'figures.rows'>) =>
  await queryHandlers['figures.rows'](input, contextAt(STORY_END))
type Row = Answer<'figures.rows'>['rows'][number]
/** How many of what is counted a row stands for. */
const weightOf = (row: Row, of?: string) =>
  'n' in row ? row.n : of === 'places' && 'came' in row ? row.came : 1

it.each([
  ['4201', '2025-05', '2026-11'],
  ['420105', '2025-12', '2026-06'],
  ['420103006', '2026-03', '2026-10'],
])('behind every figure of %s from %s to %s stands exactly what it counts', async (areaId, from, to) => {
  await countFigures(city)
  const view = await asAdmin(areaId, from, to)
  const links = linksOf(view, { areaId, from, to })
  const kinds = new Set(links.map(({ input }) => input.of ?? 'filed'))
  const hidden = ['resolved', ...areaId === '4201' ? [] : ['issued', 'spent', 'lapsed', 'takenBack', 'held']]
  expect([...kinds].toSorted()).toEqual(countedThings.filter(each => !hidden.includes(each)
    && (each !== 'open' || view.areas.length > 0)).toSorted())
  for (const [at, link] of links.entries()) {
    const { day, ...rest } = link.input
    if (day !== undefined && at % 9 > 0) continue
    const { total, rows, hasMore, areaName } = await rowsOf(link.input)
    expect([total, rest, day]).toEqual([countOf(link, view), rest, day])
    const isInside = (name: string | null) =>
      name === null || rest.areaId === '4201' || name.startsWith(areaName)
    expect(rows.filter(row => !isInside(row.areaName))).toEqual([])
    if (!hasMore) expect(rows.reduce((sum, row) => sum + weightOf(row, rest.of), 0)).toBe(total)
  }
})

it.each(countedThings)('page by page the rows of %s are all there, each once', async (of) => {
  const input = { areaId: '4201', from: '2025-05', to: '2026-11', of }
  const found: Row[] = []
  for (let before: number | undefined, more = true; more;) {
    const page = await rowsOf({ ...input, ...before !== undefined && { before } })
    found.push(...page.rows)
    more = page.hasMore
    before = page.rows.at(-1)?.rank
  }
  expect(new Set(found.map(({ id }) => id)).size).toBe(found.length)
  expect(found.map(({ rank }) => rank)).toEqual(found.map(({ rank }) => rank).toSorted((a, b) => b - a))
  expect(found.reduce((sum, row) => sum + weightOf(row, of), 0)).toBe((await rowsOf(input)).total)
  const toldOfPeople = found.flatMap(row => row.what === 'person' ? Object.keys(row) : [])
  const known = ['what', 'id', 'rank', 'areaName', 'role', 'company', 'work', 'registeredOn']
  expect(toldOfPeople.filter(key => !known.includes(key))).toEqual([])
})

it('a day of visits or of points opens what it is made of', async () => {
  const input = { areaId: '4201', from: '2026-10', to: '2026-10' }
  for (const of of ['visits', 'issued', 'spent'] as const) {
    const { rows } = await rowsOf({ ...input, of })
    for (const row of rows.slice(0, 5)) {
      if (row.what !== 'day') throw new Error('a day was expected')
      const { total, rows: own } = await rowsOf({ ...input, of, day: row.day })
      expect([row.day, total]).toEqual([row.day, row.n])
      expect(own.length).toBeGreaterThan(0)
    }
  }
})

it('stations are open when their hours, their keepers and those who stood before them say so', async () => {
  const open: number[] = []
  for (let hour = 0; hour < 24; hour++) {
    const at = STORY_END - hour * 3_600_000
    const { stations: known } = await asAdmin('420103', '2026-11', '2026-11', at)
    expect(known.open).toBe(await openBySql(city, '420103', at))
    open.push(known.open)
  }
  expect(new Set(open).size).toBeGreaterThan(2)
})

it('counted from the beginning, all sums are the same', async () => {
  await countFigures(city)
  const before = await countedRows(city)
  expect(before[1]!.length).toBeGreaterThan(1000)
  await recountFigures(city)
  expect(await countedRows(city)).toEqual(before)
})

it('a city that has people is not touched', async () => {
  const before = await city.database.read.$count(reports)
  const again = seedCity({ database: city.database, dataDir: city.settings.dataDir, now: STORY_END })
  await expect(again).rejects.toThrow(CityHasPeople)
  expect(await city.database.read.$count(reports)).toBe(before)
})

const draw = (count: number) => drawReports({
  count,
  now: STORY_END,
  spots: [{ areaId: '420103006003', latitude: 30.58, longitude: 114.27 }],
  reporters: [{ id: 'rider', areaId: '420103006003', registeredAt: STORY_END - 600 * DAY_MS }],
})

it('what came back to a desk says why, until somebody looks at it', () => {
  const drawn = draw(12_000)
  for (const { row, steps } of drawn) {
    const last = steps.findLast(({ step }) => step !== 'absorbed')
    expect(row.cameBackAs).toBe(comesBack[last?.step ?? 'filed'] ?? null)
  }
  expect(drawn.map(({ row }) => row.cameBackAs)).toContain('answered')
})

it('the same instant draws the same reports, and nothing is left to chance or to the clock', () => {
  expect(draw(200)).toEqual(draw(200))
  const folder = new URL('../../../server/sample/city/', import.meta.url)
  for (const name of readdirSync(folder))
    expect(readFileSync(new URL(name, folder), 'utf8')).not.toMatch(/Math\.random|Date\.now|randomUUID|uuidv7\(/)
})
