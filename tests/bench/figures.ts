import type { Actor } from '#server/sync/context.ts'
import { performance } from 'node:perf_hooks'
import process from 'node:process'
import { countFigures } from '#server/console/figures/count.ts'
import { areas } from '#server/core/areas/index.ts'
import { accounts } from '#server/core/identity/index.ts'
import { queryHandlers } from '#server/handlers.ts'
import { openRandom } from '#server/sample/random.ts'
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
const AT_ONCE = 1000

const city = await openTestCity()
const { database, settings, rulings, time: { now }, ids } = city
const random = openRandom(7)
const all = await database.read.select().from(areas)
const places = all.map(({ id }) => id).filter(id => id.length === 12)

const people = Array.from({ length: PEOPLE }, (_, at) => ({
  id: `person ${at}`,
  role: 'courier' as const,
  company: 'meituan' as const,
  work: 'delivery' as const,
  areaId: random.pick(places),
  registeredAt: now - at * 1000,
  createdAt: now - at * 1000,
}))
await database.transact(async (tx) => {
  for (let at = 0; at < PEOPLE; at += AT_ONCE)
    await tx.insert(accounts).values(people.slice(at, at + AT_ONCE))
})

/** All but two in a hundred are over; the steps that tell of it stand in the history. */
function rowsFrom(first: number): { reports: string[], steps: string[] } {
  const [reports, steps]: [string[], string[]] = [[], []]
  for (let at = first; at < Math.min(first + AT_ONCE, REPORTS); at++) {
    const filed = Math.floor(now - DAYS * DAY_MS * (1 - at / REPORTS))
    const due = filed + DAY_MS
    const done = filed + Math.floor(random.between(0.1, 1.4) * DAY_MS)
    const state = at % 50 === 0 ? 'working' : 'closed'
    const place = `${30.4 + random.between(0, 0.4)}, ${114.1 + random.between(0, 0.4)}`
    reports.push(`('r${at}', 'person ${at % PEOPLE}', '${random.pick(reportKinds)}', '', ${place},
      '${random.pick(places)}', '${state}', ${done}, ${filed}, ${filed}, ${due}, 0, 0,
      ${state === 'closed' ? done : 'null'}, 0)`)
    steps.push(`('s${String(at).padStart(9, '0')}', 'r${at}', 'accepted', ${filed + 3_600_000}, 'staff')`)
  }
  return { reports, steps }
}
for (let at = 0; at < REPORTS; at += AT_ONCE) {
  const { reports, steps } = rowsFrom(at)
  await database.run(`insert into reports (id, reporter_id, kind, text, latitude, longitude, area_id, state,
    state_since, seen_at, filed_at, due_at, skew_ms, awaits_staff, resolved_at, supporters)
    values ${reports.join(', ')}`)
  await database.run(`insert into report_steps (id, report_id, step, at, part) values ${steps.join(', ')}`)
}

const began = performance.now()
await countFigures(city)
process.stdout.write(`counted from the beginning in ${((performance.now() - began) / 1000).toFixed(0)} s\n`)
await database.run('analyze')

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
await city.close()
