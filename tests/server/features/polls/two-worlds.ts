import type { Writable } from 'node:stream'
import type { TestCity } from '../../../support/city.ts'
import { Buffer } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { PassThrough } from 'node:stream'
import { dialect } from '#server/database/dialect.ts'
import { countPolls } from '#server/features/polls/count.ts'
import { pino } from 'pino'
import { openTestCity } from '../../../support/city.ts'
import { HOUR, neighbours, newSalt, planOf } from './published-poll.ts'

/** Large, and the same in every city. */
const leftOut = ['areas', 'signing_keys', 'migrations']
const isSqlite = dialect === 'sqlite'

/** The tables of a database. */
async function tablesOf({ database }: Pick<TestCity, 'database'>): Promise<string[]> {
  const rows = await database.run(isSqlite
    ? 'select name from sqlite_master where type = \'table\' and name not like \'sqlite_%\' order by name'
    : 'select tablename as name from pg_tables where schemaname = \'public\' order by tablename')
  return rows.map(({ name }) => name as string).filter(name => !leftOut.includes(name))
}

/** Where a row lies, as text, and what says when it was written. */
async function placeIn({ database }: Pick<TestCity, 'database'>, table: string): Promise<[string, string]> {
  if (!isSqlite) return ['ctid::text as lies, xmin::text as made_in', 'ctid']
  const [made] = await database.run(`select sql from sqlite_master where name = '${table}'`)
  return /without rowid/i.test(made!.sql as string) ? ['\'\' as lies', '1'] : ['rowid as lies', 'rowid']
}

/** Everything that is stored, each table in the order in which its rows lie, with where they lie. */
export async function stored(city: Pick<TestCity, 'database'>): Promise<Record<string, object[]>> {
  const all: Record<string, object[]> = {}
  for (const name of await tablesOf(city)) {
    const [place, order] = await placeIn(city, name)
    all[name] = await city.database.run(`select ${place}, * from ${name} order by ${order}`)
  }
  return all
}

/** Numbers of PostgreSQL's transactions, and what a log says of clock and machine. */
const byTheWall = ['made_in', 'time', 'ms', 'pid', 'hostname']

/**
 * A value as it stands in every city: random ones become their length and the place at which they came
 * first, so that two that are equal stay equal; instants by the wall clock and transactions become nothing.
 */
export function openMask() {
  const known = new Map<string, string>()
  const nameOf = (random: string) => {
    if (!known.has(random)) known.set(random, `<${random.length} #${known.size}>`)
    return known.get(random)!
  }
  const RANDOM = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[\w-]{22,}/g
  return (value: object): string =>
    JSON.stringify(value, (key, each: unknown) => byTheWall.includes(key) ? '' : each).replace(RANDOM, nameOf)
}

export interface Observed {
  /** After the publishing, after each vote, and after the counting. */
  readonly steps: Record<string, object[]>[]
  readonly nudges: string[]
  readonly log: object[]
  /** The database's files as they lie on the disk after the last vote; empty on PostgreSQL. */
  readonly files: Buffer
  readonly salts: string[]
}

/** SQLite orders receipts by the ids that phones made, which are random but for their time. */
const idOf = (digit: number | string) => `0194f000-0000-7000-8000-00000000000${digit}`
const REST_MS = 60_000
const linesOf = (chunks: readonly Buffer[]): object[] =>
  Buffer.concat(chunks).toString().trim().split('\n').map(line => JSON.parse(line) as object)

/** What somebody sees who has the database, its files and its log all the time, while people vote so. */
export async function observe(options: readonly number[]): Promise<Observed> {
  const chunks: Buffer[] = []
  const stream: Writable = new PassThrough().on('data', chunk => chunks.push(chunk as Buffer))
  const city = await openTestCity({}, pino({ level: 'trace' }, stream), { isNew: true })
  const nudges: string[] = []
  for (const name of ['staff', ...neighbours] as const) await city.as(name).ask('identity.me', {})
  city.changes.subscribe(nudge => nudges.push(JSON.stringify(nudge)))
  const plan = planOf(city)
  const { pollId } = plan
  await city.as('staff').send({ id: idOf('f'), name: 'polls.publish', input: plan })
  const steps = [await stored(city)]
  const salts = options.map(newSalt)
  for (const [at, option] of options.entries()) {
    city.time.now += REST_MS
    const input = { pollId, version: 1, option, salt: salts[at]! }
    await city.as(neighbours[at]!).send({ id: idOf(at), name: 'polls.vote', input })
    steps.push(await stored(city))
  }
  const file = city.settings.databaseUrl.replace('file:', '')
  const files = isSqlite
    ? Buffer.concat(['', '-wal'].map(end => readFileSync(`${file}${end}`)))
    : Buffer.alloc(0)
  city.time.now = plan.endsAt + 2 * HOUR
  await countPolls(city)
  steps.push(await stored(city))
  await city.close()
  return { steps, nudges, log: linesOf(chunks), files, salts }
}
