import type { Actor } from '#server/sync/context.ts'
import { performance } from 'node:perf_hooks'
import process from 'node:process'
import { countFigures } from '#server/console/figures/count.ts'
import { areas } from '#server/core/areas/index.ts'
import { accounts } from '#server/core/identity/index.ts'
import { publishMonths } from '#server/features/reports/published/months.ts'
import { queryHandlers } from '#server/handlers.ts'
import { companies, works } from '#shared/identity/schemas.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { reportKinds } from '#shared/reports/rules.ts'
import { openTestCity } from '../support/city.ts'
import { median, promise } from './measure.ts'

// The city's view with a million reports and twenty thousand people on SQLite: what it takes in the server.
// FIGURES=100000 measures fewer, for a quick look.
const REPORTS = Number(process.env.FIGURES ?? 1_000_000)
const PEOPLE = 20_000
const DAYS = 548
const ROUNDS = 15
const CITY_MS_MAX = 200
/** All that was ever filed, counted from the beginning: once, by the clock, while others work. */
const ALL_S_MAX = 300
/** What strangers take of a month, made once and read with what has become of its reports since. */
const MONTH_MS_MAX = 500
const AT_ONCE = 1000

const city = await openTestCity()
const { database, settings, rulings, time: { now }, ids } = city
const all = await database.read.select().from(areas)
const places = all.map(({ id }) => id).filter(id => id.length === 12)

const people = Array.from({ length: PEOPLE }, (_, at) => ({
  id: `person ${at}`,
  role: 'courier' as const,
  company: companies[at % companies.length]!,
  work: works[at % 7 % works.length]!,
  areaId: places[at * 7919 % places.length]!,
  registeredAt: now - at * 1000,
  createdAt: now - at * 1000,
}))
await database.transact(async (tx) => {
  for (let at = 0; at < PEOPLE; at += AT_ONCE)
    await tx.insert(accounts).values(people.slice(at, at + AT_ONCE))
})

const one = (values: readonly string[], by: string) =>
  `case ${by} % ${values.length} ${values.map((value, at) => `when ${at} then '${value}'`).join(' ')} end`
await database.run('begin')
await database.run(`create temp table places as
  select row_number() over () - 1 n, value id from json_each('${JSON.stringify(places)}')`)
await database.run('create unique index temp.places_by_n on places (n)')
// All but two in a hundred are over, a tenth to one and a half days after they were filed.
await database.run(`with recursive n(n) as (select 1 union all select n + 1 from n where n < ${REPORTS}),
  facts as (select n, cast(${now} - ${DAYS * DAY_MS} * (1 - n * 1.0 / ${REPORTS}) as integer) filed_at,
    n % 50 = 0 is_open, n * 104729 % 997 * ${DAY_MS / 700} + ${DAY_MS / 10} waited from n)
  insert into reports (number, id, reporter_id, kind, text, latitude, longitude, area_id, state, state_since,
    seen_at, filed_at, due_at, skew_ms, awaits_staff, resolved_at, supporters)
  select n, 'r' || n, 'person ' || n % ${PEOPLE}, ${one(reportKinds, 'n')}, '',
    30.4 + n * 7919 % 100003 / 250000.0, 114.1 + n * 6101 % 100019 / 250000.0,
    (select id from places where places.n = facts.n * 7919 % ${places.length}),
    case when is_open then 'working' else 'closed' end, cast(filed_at + waited as integer), filed_at,
    filed_at, filed_at + ${DAY_MS}, 0, 0,
    case when not is_open then cast(filed_at + waited as integer) end, 0 from facts`)
// Ids of version 7 begin with the time.
await database.run(`with steps as (
    select number, id, filed_at + 3600000 + number * 6133 % 7001 * 2000 at from reports)
  insert into report_steps (id, report_id, step, at, part)
  select printf('%08x-%04x-7000-8000-%012x', at / 65536, at % 65536, number), id, 'accepted', at, 'staff'
  from steps`)
await database.run('commit')

const began = performance.now()
await countFigures(city)
const seconds = Math.round((performance.now() - began) / 1000)
promise(`${REPORTS} reports counted from the beginning (s)`, seconds, seconds <= ALL_S_MAX, `≤ ${ALL_S_MAX}`)

const actor: Actor = {
  accountId: ids.admin,
  role: 'resident',
  areaId: null,
  posts: [{ id: '', kind: 'admin', scope: '4201', from: 0, until: null }],
}
const context = { read: database.read, settings, rulings, actor, now, about: () => {} }
for (const [areaId, from, to] of [
  ['4201', '2025-06', '2026-11'],
  ['4201', '2026-01', '2026-06'],
  ['420105', '2025-06', '2026-11'],
  ['420103006', '2025-06', '2026-11'],
] as const) {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const start = process.cpuUsage()
    await queryHandlers['figures.city']({ areaId, from, to }, context)
    const { user, system } = process.cpuUsage(start)
    times.push((user + system) / 1000)
  }
  const ms = median(times)
  const what = `the view of ${areaId} from ${from} to ${to}, of ${REPORTS} reports (ms of the processor)`
  promise(what, ms, ms <= CITY_MS_MAX, `≤ ${CITY_MS_MAX}`)
}
await publishMonths(city)
for (const part of ['reports', 'counts'] as const) {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const start = process.cpuUsage()
    await queryHandlers['reports.monthFile']({ month: '2025-09', part }, context)
    const { user, system } = process.cpuUsage(start)
    times.push((user + system) / 1000)
  }
  const ms = median(times)
  const what = `a month's file of ${part}, of ${REPORTS} in all (ms of the processor)`
  promise(what, ms, ms <= MONTH_MS_MAX, `≤ ${MONTH_MS_MAX}`)
}
await city.close()
