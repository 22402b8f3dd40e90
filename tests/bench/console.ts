import type { Actor, QueryContext } from '#server/sync/context.ts'
import type { QueryInput } from '#shared/queries.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { consoleQueue } from '#server/console/queues.ts'
import { areas, loadAreas } from '#server/core/areas/index.ts'
import { migrate } from '#server/database/migrate.ts'
import { openSqlite } from '#server/database/sqlite.ts'
import { median, promise } from './measure.ts'

// Pages of the console's queue in a city with a million reports, thirty thousand of them open, and twenty
// thousand people: what a clerk waits for with each key.
const [REPORTS, OPEN, PEOPLE, UNITS] = [1_000_000, 30_000, 20_000, 100]
const ROUNDS = 15
const PAGE_MS_MAX = 50
/** Words are sought in every open report of an area: no index has them. */
const SEARCH_MS_MAX = 100
const NOW = Date.parse('2026-11-23T02:00:00Z')
const HOUR_MS = 3_600_000

const folder = mkdtempSync(join(tmpdir(), 'little-bee-bench-'))
const database = openSqlite(join(folder, 'console.sqlite'))
await migrate(database)
await database.transact(loadAreas)
const codes = (await database.read.select({ id: areas.id }).from(areas)).map(({ id }) => id)
const communities = codes.filter(({ length }) => length === 12)
const kinds = ['environment', 'hazard', 'security', 'warning', 'patrol', 'other']
const one = (values: readonly string[], by: string) =>
  `case ${by} % ${values.length} ${values.map((value, at) => `when ${at} then '${value}'`).join(' ')} end`

await database.run('begin')
await database.run(`create temp table communities as
  select row_number() over () - 1 n, value id from json_each('${JSON.stringify(communities)}')`)
await database.run('create unique index temp.communities_by_n on communities (n)')
await database.run(`with recursive n(n) as (select 1 union all select n + 1 from n where n < ${PEOPLE})
  insert into accounts (id, role, phone, name, created_at)
  select printf('account-%d', n), 'courier', printf('1380%07d', n), printf('小哥%d', n), 0 from n`)
// The newest are open, and older ones here and there.
await database.run(`with recursive n(n) as (select 1 union all select n + 1 from n where n < ${REPORTS}),
  facts as (
    select n, n > ${REPORTS - OPEN * 0.8} or n % ${Math.round(REPORTS / OPEN / 0.2)} = 0 is_open from n)
  insert into reports (number, id, reporter_id, kind, text, area_id, state, state_since, seen_at, filed_at,
    due_at, skew_ms, unit_id, awaits_staff, came_back_as, clerk_id, reused_photo, supporters)
  select n, printf('report-%d', n), printf('account-%d', n % ${PEOPLE} + 1),
    case when n % 997 = 0 then 'emergency' else ${one(kinds, 'n')} end, printf('路口井盖松动 %d', n),
    (select id from communities where communities.n = facts.n * 7919 % ${communities.length}),
    case when not is_open then ${one(['closed', 'closed', 'closed', 'declined', 'resolved'], 'n')}
      else ${one(['filed', 'accepted', 'assigned', 'working'], 'n')} end,
    0, 0, ${NOW} - (${REPORTS} - n) * 1000, ${NOW} + (n % 1000 - 200) * ${HOUR_MS / 4}, n % 3000 * 200,
    case when n % 4 > 1 then printf('unit-%d', n / 4 % ${UNITS}) end, is_open and n % 4 < 2,
    case when is_open and n % 40 < 4 then ${one(['reopened', 'answered', 'handedBack'], 'n')} end,
    case when n % 2000 = 0 then 'clerk' end, n % 100 = 0, 0
  from facts`)
await database.run(`insert into report_steps (id, report_id, step, at, part)
  select 'step-' || number, id, 'accepted', filed_at, 'staff' from reports where number % 3 = 0`)
await database.run('commit')
// Not analysed: no server's database is, so SQLite knows no more of it than there.

const district = codes.find(({ length }) => length === 6)!
const actorOf = (kind: 'admin' | 'staff' | 'unit', scope: string): Actor => ({
  accountId: 'clerk',
  role: 'resident',
  areaId: null,
  posts: [{ id: 'post', kind, scope, from: 0, until: null }] as Actor['posts'],
})
const desks: [name: string, actor: Actor][] = [
  ['the city', actorOf('admin', '4201')],
  ['a district', actorOf('staff', district)],
  ['a street', actorOf('staff', communities[0]!.slice(0, 9))],
  ['a community', actorOf('staff', communities[0]!)],
  ['a unit', actorOf('unit', 'unit-1')],
]
type Input = QueryInput<'console.queue'>
const asked: [what: string, input: Input][] = [
  ['the first page', { view: 'todo' }],
  ['one cause', { view: 'todo', cause: 'reopened' }],
  ['one kind', { view: 'todo', kind: 'warning' }],
  ['some words', { view: 'todo', text: '松动 99' }],
  ['their own', { view: 'todo', isMine: true }],
  ['under way', { view: 'running' }],
  ['over', { view: 'done' }],
  ['over, of one kind', { view: 'done', kind: 'warning' }],
]
const contextOf = (actor: Actor) => ({ read: database.read, actor, now: NOW, about: () => {} }) as
  unknown as QueryContext

/** Of the processor, so that what else runs on the machine counts for nothing. */
async function timed(input: Input, actor: Actor): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage()
    await consoleQueue(input, contextOf(actor))
    const { user, system } = process.cpuUsage(before)
    times.push((user + system) / 1000)
  }
  return median(times)
}

for (const [name, actor] of desks) {
  for (const [what, input] of asked) {
    const ms = await timed(input, actor)
    const most = input.text === undefined ? PAGE_MS_MAX : SEARCH_MS_MAX
    promise(`${name}: ${what} (ms)`, ms, ms <= most, `≤ ${most}`)
  }
  const { reports, asOf, hasMore } = await consoleQueue({ view: 'todo' }, contextOf(actor))
  if (!hasMore) continue
  const ms = await timed({ view: 'todo', before: reports.at(-1)!.rank, asOf }, actor)
  promise(`${name}: the second page (ms)`, ms, ms <= PAGE_MS_MAX, `≤ ${PAGE_MS_MAX}`)
}

await database.close()
rmSync(folder, { recursive: true, force: true })
