import type { PersonName, TestCity } from '../../../support/city.ts'
import type { Street } from '../../features/reports/street.ts'
import { countFigures, recountFigures } from '#server/console/figures/count.ts'
import { stations } from '#server/core/stations/index.ts'
import { publicParts, waitAt, waitOf } from '#shared/figures/rules.ts'
import { DAY_MS, startOfDay } from '#shared/kernel/day.ts'
import { shareOnTime } from '#shared/promises/rules.ts'
import { expect, it } from 'vitest'
import { COMMUNITY, ELSEWHERE, PLACE, STREET } from '../../../support/city.ts'
import { STATIONS } from '../../../support/journeys/people.ts'
import { freshStreet } from '../../features/reports/street.ts'
import { countedRows, figuresBySql } from './by-sql.ts'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
let city: TestCity
let street: Street
freshStreet(fresh => ({ city, street } = fresh))

const figures = async (by: PersonName = 'admin', areaId = '4201', from = '2026-11', to = from) =>
  await city.as(by).ask('figures.city', { areaId, from, to })
/** The same after a test has moved the clock beyond a session's end. */
const figuresAnew = async (from: string) => {
  const admin = city.holding(await city.signIn(city.phoneOf('admin')))
  return await admin.ask('figures.city', { areaId: '4201', from, to: from })
}
/** What was counted step by step is what is counted at once, and what plain SQL says. */
async function expectSame(ask: (month: string) => ReturnType<typeof figures> = () => figures()) {
  await countFigures(city)
  const before = await countedRows(city)
  await recountFigures(city)
  expect(await countedRows(city)).toEqual(before)
  const { days: _, ...reports } = (await ask('2026-11')).reports
  const asked = { areaId: '4201', from: '2026-11', to: '2026-11', asOf: city.time.now }
  expect(reports).toEqual((await figuresBySql(city, asked)).reports)
}

it('each step of a report is counted when it is taken, and leaves what it was', async () => {
  const reportId = await street.file('rider', { areaId: COMMUNITY })
  await expectSame()
  const none = { n: 0, median: null }
  expect((await figures()).reports).toMatchObject({ filed: 1, states: { filed: 1 }, answered: none })
  city.time.now += 25 * MINUTE_MS
  await street.bring(reportId, 'accepted')
  await expectSame()
  const half = { n: 1, median: 30 }
  expect((await figures()).reports).toMatchObject({ states: { filed: 0, accepted: 1 }, answered: half })
  await city.as('staff').done('reports.correct', { reportId, kind: 'environment' })
  await expectSame()
  await street.bring(reportId, 'assigned', 'working', 'resolved')
  await expectSame()
  city.time.now += HOUR_MS
  await city.as('rider').done('reports.rate', { reportId, fixed: false, words: '还是坏的' })
  await expectSame()
  expect((await figures()).reports).toMatchObject({ reopened: { n: 1, of: 1 }, kept: { closed: 0 } })
  await street.bring(reportId, 'resolved')
  await city.as('rider').done('reports.rate', { reportId, fixed: true, score: 4 })
  await expectSame()
  const kept = { onTime: 1, closed: 1, overdue: 0 }
  expect((await figures()).reports).toMatchObject({ states: { closed: 1 }, rated: { n: 1, scores: 4 }, kept })
})

it('a report that another area gets counts there, and no longer where it was', async () => {
  const reportId = await street.file('rider', { areaId: COMMUNITY })
  await countFigures(city)
  await city.as('staff').done('reports.move', { reportId, to: 'filed', areaId: ELSEWHERE })
  await expectSame()
  expect((await figures('staff', STREET)).reports.filed).toBe(0)
  expect((await figures('staffElsewhere', ELSEWHERE)).reports.filed).toBe(1)
  expect((await figures()).areas.map(({ filed }) => filed).reduce((sum, n) => sum + n)).toBe(1)
})

it('staff see their own subtree, and nothing of the city or of another street', async () => {
  await street.file('rider', { areaId: COMMUNITY })
  await countFigures(city)
  expect((await figures('staff', STREET)).reports.filed).toBe(1)
  const inside = await figures('staff', COMMUNITY)
  expect(inside).toMatchObject({ reports: { filed: 1 }, areas: [], points: null })
  for (const areaId of ['4201', '420103', ELSEWHERE]) {
    const input = encodeURIComponent(JSON.stringify({ areaId, from: '2026-11', to: '2026-11' }))
    expect((await city.as('staff').fetch(`/api/queries/figures.city?input=${input}`)).status).toBe(404)
  }
})

it('what lies overdue counts against the clock, at once and at the end of a month', async () => {
  const late = await street.file('rider', { areaId: COMMUNITY })
  await street.file('rider2', { areaId: COMMUNITY, kind: 'other' })
  city.time.now += 2 * DAY_MS
  await expectSame(figuresAnew)
  expect((await figuresAnew('2026-11')).reports.kept).toEqual({ onTime: 0, closed: 0, overdue: 1 })
  city.time.now = startOfDay('2026-12-01') + HOUR_MS
  const staff = city.holding(await city.signIn(city.phoneOf('staff')))
  await staff.done('reports.move', { reportId: late, to: 'declined', words: '没有发现' })
  await expectSame(figuresAnew)
  expect((await figuresAnew('2026-11')).reports.kept).toEqual({ onTime: 0, closed: 0, overdue: 1 })
  const { kept } = (await figuresAnew('2026-12')).reports
  expect(kept).toEqual({ onTime: 0, closed: 1, overdue: 0 })
  expect(shareOnTime(kept)).toBe(0)
})

it('a day ends at Shanghai’s midnight, and a month with it', async () => {
  const midnight = startOfDay('2026-12-01')
  city.time.now = midnight - 1
  await street.file('rider', { areaId: COMMUNITY })
  city.time.now = midnight
  await street.file('rider', { areaId: COMMUNITY })
  await countFigures(city)
  expect((await figures()).reports.days).toEqual([{ day: '2026-11-30', filed: 1, settled: 0 }])
  expect((await figures('admin', '4201', '2026-12')).reports.days)
    .toEqual([{ day: '2026-12-01', filed: 1, settled: 0 }])
  expect((await figures('admin', '4201', '2026-11', '2026-12')).reports.filed).toBe(2)
})

it('a place comes back that breaks again within ninety days, 50 m away and of the same kind', async () => {
  const first = await street.file('rider', { areaId: COMMUNITY })
  await street.bring(first, 'accepted', 'assigned', 'resolved')
  city.time.now += HOUR_MS
  const north = (metres: number) => ({ ...PLACE, latitude: PLACE.latitude + metres / 111_195 })
  await street.file('rider2', { areaId: COMMUNITY, place: north(80) })
  await street.file('rider2', { areaId: COMMUNITY, kind: 'other' })
  await expectSame()
  expect((await figures()).reports.cameBack).toEqual({ n: 0, of: 1 })
  const again = await street.file('rider2', { areaId: COMMUNITY, place: north(40) })
  await expectSame()
  expect((await figures()).reports.cameBack).toEqual({ n: 1, of: 1 })
  await city.as('rider2').done('reports.withdraw', { reportId: again })
  await expectSame()
  expect((await figures()).reports.cameBack).toEqual({ n: 0, of: 1 })
  const late = await street.file('rider2', { areaId: COMMUNITY })
  await expectSame()
  expect((await figures()).reports.cameBack).toEqual({ n: 1, of: 1 })
  await city.database.run(`update reports set filed_at = filed_at + ${91 * DAY_MS} where id = '${late}'`)
  await recountFigures(city)
  expect((await figures()).reports.cameBack).toEqual({ n: 0, of: 1 })
})

it('nobody outside sees fewer than five, also not by subtraction', async () => {
  const parts = [40, 3, 12, 0, 7].map(n => ({ n }))
  const shown = publicParts(parts, ({ n }) => n).map(({ n }) => n)
  expect(shown).toEqual([40, 12]) // With the seven, the three can't be had from the total.
  expect(publicParts([{ n: 4 }, { n: 3 }, { n: 9 }], ({ n }) => n)).toEqual([{ n: 9 }])
  expect(publicParts([{ n: 2 }, { n: 1 }, { n: 9 }], ({ n }) => n)).toEqual([])
  expect(publicParts([{ n: 6 }, { n: 5 }], ({ n }) => n)).toHaveLength(2)
  await street.bring(await street.file('rider', { areaId: COMMUNITY }), 'accepted', 'assigned', 'resolved')
  city.time.now = startOfDay('2026-12-02')
  await countFigures(city)
  expect(await city.as('rider').ask('figures.public', {}))
    .toEqual({ from: '2025-12', to: '2026-11', all: null, areas: [], kinds: [] })
})

/** So many reports of this morning, as one statement writes them. */
async function fileMany(n: number) {
  const at = city.time.now - HOUR_MS
  await city.database.run(`with recursive nth (n) as (select 1 union all select n + 1 from nth where n < ${n})
    insert into reports (id, reporter_id, kind, text, area_id, state, state_since, seen_at, filed_at, due_at,
      skew_ms, awaits_staff, supporters)
    select 'r' || n, '${city.ids.rider}', 'other', '', '${ELSEWHERE}', 'filed', ${at}, ${at}, ${at},
      ${at + DAY_MS}, 0, false, 0 from nth`)
}
/** So many steps of one of these within a minute, as when answers for many reports are brought in. */
async function takeMany(n: number) {
  const hex = (Date.now() - MINUTE_MS).toString(16).padStart(12, '0')
  await city.database.run(`with recursive nth (n) as (select 1 union all select n + 1 from nth where n < ${n})
    insert into report_steps (id, report_id, step, at, part)
    select '${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-' || (100000000000 + n), 'r1', 'urged',
      ${city.time.now}, 'reporter' from nth`)
}

it('a step after two thousand others of the same minute is counted', async () => {
  const reportId = await street.file('rider', { areaId: COMMUNITY })
  await fileMany(600) // The last five hundred are counted anew in any case.
  await takeMany(2100)
  await countFigures(city)
  await street.bring(reportId, 'accepted')
  await expectSame()
  expect((await figures()).reports.states).toMatchObject({ filed: 600, accepted: 1 })
})

it('an entry after five thousand others of the same minute is counted', async () => {
  await city.database.transact(tx => tx.insert(stations).values(Object.values(STATIONS)))
  const enter = async (visit: string, enteredAt: number, receivedAt: number, n: number) => {
    await city.database.run(`insert into visits (id, station_id, entered_at)
      values ('${visit}', '${STATIONS.near.id}', ${enteredAt})`)
    await city.database.run(`with recursive nth (n) as
        (select 1 union all select n + 1 from nth where n < ${n})
      insert into entries (id, visit_id, how, occurred_at, received_at)
      select '${visit} ' || n, '${visit}', 'kiosk', ${enteredAt}, ${receivedAt} + n % 1000 from nth`)
  }
  await enter('many', city.time.now - HOUR_MS, city.time.now, 5100)
  await countFigures(city)
  await enter('late', city.time.now - 4 * DAY_MS, city.time.now + MINUTE_MS, 1)
  await expectSame()
  expect((await figures()).stations.visits).toBe(2)
})

it('a count that a stopping server leaves between two pieces shows nothing, and is begun anew', async () => {
  await street.bring(await street.file('rider', { areaId: COMMUNITY }), 'accepted', 'assigned', 'resolved')
  await countFigures(city)
  const whole = await countedRows(city)
  let pieces = 0
  for (; ; pieces++) {
    await city.database.run('delete from figure_cursors')
    let left = pieces
    await countFigures({ ...city, isStopping: () => left-- <= 0 })
    if ((await figures()).asOf !== null) break
    expect(await city.as('rider').ask('figures.public', {}))
      .toMatchObject({ all: null, areas: [], kinds: [], isCounting: true })
    await countFigures(city)
    expect(await countedRows(city), `left after ${pieces} pieces`).toEqual(whole)
  }
  expect(pieces).toBeGreaterThan(10)
})

it('tells waits as exactly as is promised, and the nearest rank of them', () => {
  expect([1, 10 * MINUTE_MS, 10 * MINUTE_MS + 1, 6.1 * HOUR_MS, 80 * HOUR_MS].map(waitOf))
    .toEqual([10, 10, 20, 420, 5040])
  expect(waitAt([], 0.5)).toBeNull()
  expect(waitAt([{ wait: 20, n: 1 }, { wait: 10, n: 1 }], 0.5)).toBe(10)
  expect(waitAt([{ wait: 10, n: 9 }, { wait: 90, n: 1 }], 0.9)).toBe(10)
})
