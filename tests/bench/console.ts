import type { Actor, QueryContext } from '#server/sync/context.ts'
import type { QueryInput } from '#shared/queries.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { consoleQueue } from '#server/console/queues.ts'
import { makeConsoleCity, unitId } from './console-city.ts'
import { median, promise } from './measure.ts'

// Pages of the console's queue in a city with a million reports, thirty thousand of them open, and twenty
// thousand people: what a clerk waits for with each key.
const ROUNDS = 15
const PAGE_MS_MAX = 50
/** Words are sought in every open report of an area: no index has them. */
const SEARCH_MS_MAX = 100
const NOW = Date.parse('2026-11-23T02:00:00Z')

const folder = mkdtempSync(join(tmpdir(), 'little-bee-bench-'))
const { database, codes, communities } = await makeConsoleCity(folder, NOW)

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
  ['a unit', actorOf('unit', unitId(1))],
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
