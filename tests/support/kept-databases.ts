import type { Database, Reader } from '#server/database/database.ts'
import type { QueryConfig } from 'pg'
import { setTimeout as wait } from 'node:timers/promises'
import { drizzle } from 'drizzle-orm/node-postgres'

// Making, connecting to and dropping a database costs PostgreSQL more than most tests do. So cities use one
// database in turn: before the next city gets it, the rows of the last one are removed.

/** Bounds how the files grow: deleted rows stay in them, as nothing vacuums. */
const CITIES_MAX = 50
const CLOSE_MS_MAX = 5000
/** Larger tables are only compared with the template; the database of a city that changed one is dropped. */
const WRITTEN_AGAIN_MAX = 50

export interface Lent { readonly url: string, readonly database: Database }
interface Kept {
  readonly url: string
  readonly database: Database
  readonly shape: string
  cities: number
  hearers: Hearer[]
}
interface Hearer { hear: (message: string) => void, onGap: () => void }
interface Table { name: string, columns: string, rows: number, newest: string }

const SHAPE = 'select tests.shape() as shape'
/** Their rows change when tables, indexes, keys or triggers do, not when rows of tables do. */
const CATALOGS = ['pg_class', 'pg_attribute', 'pg_constraint', 'pg_trigger']
const sizeOf = (table: string) => `(select count(*) || ' ' || max(xmin::text::bigint) from ${table})`

/** Adds a function to the template with which its copies return to the rows it has now. */
export async function addReset({ run }: Pick<Database, 'run'>): Promise<void> {
  const named = await run(
    `select format('%I.%I', table_schema, table_name) as name,
        string_agg(format('%I', column_name), ', ') filter (where is_generated = 'NEVER') as columns
      from information_schema.columns join information_schema.tables using (table_schema, table_name)
      where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
      group by 1 order by 1`,
  ) as { name: string, columns: string }[]
  const steps: string[] = []
  for (const { name, columns } of named) {
    const [counted] = await run(
      `select count(*)::int as rows, coalesce(max(xmin::text::bigint), 0)::text as newest from ${name}`,
    )
    steps.push(await restoring({ run }, { name, columns, ...counted } as Table))
  }
  const sequences = await run(
    `select quote_literal(format('%I.%I', schemaname, sequencename)) as name, last_value as last
      from pg_sequences`,
  )
  for (const { name, last } of sequences)
    steps.push(`perform setval(${String(name)}, ${last === null ? '1, false' : `${String(last)}, true`});`)
  await run('create schema tests')
  await run(
    `create function tests.reset() returns void language plpgsql as $reset$ begin
      perform set_config('session_replication_role', 'replica', true); -- Foreign keys and triggers are off.
      ${steps.join('\n')}
    end $reset$`,
  )
  await run(
    `create function tests.shape() returns text language sql as $shape$
      select concat_ws(' ', ${CATALOGS.map(sizeOf).join(', ')}) $shape$`,
  )
}

/** The statements after which a table has the rows it has now. */
async function restoring({ run }: Pick<Database, 'run'>, { name, columns, rows, newest }: Table) {
  if (rows > WRITTEN_AGAIN_MAX) {
    return `if (select count(*) <> ${rows} or max(xmin::text::bigint) > ${newest} from ${name}) then
      raise exception '% has changed', '${name}'; end if;`
  }
  const emptied = `delete from ${name};`
  if (rows === 0) return emptied
  const [{ literal }] = await run(`select quote_literal(json_agg(t)) as literal from ${name} t`) as [
    { literal: string },
  ]
  return `${emptied} insert into ${name} (${columns}) overriding system value
    select ${columns} from json_populate_recordset(null::${name}, ${literal});`
}

const free: Kept[] = []

/** Drops the databases that wait for a city, so that the next city gets a new one. */
export async function dropKept(drop: (lent: Lent) => Promise<void>): Promise<void> {
  for (const kept of free.splice(0)) await drop(kept)
}

/** A database with the template's rows: one that another city has closed, or a new one. */
export async function lend(make: () => Promise<Lent>, drop: (lent: Lent) => Promise<void>): Promise<Lent> {
  for (let kept = free.pop(); kept; kept = free.pop()) {
    if (await isAsNew(kept)) return lentTo(kept, drop)
    await drop(kept)
  }
  const { url, database } = await make()
  const [row] = await database.run(SHAPE)
  const kept: Kept = { url, database, shape: String(row!.shape), cities: 0, hearers: [] }
  await database.channel!.subscribe(
    message => kept.hearers.forEach(({ hear }) => hear(message)),
    () => kept.hearers.forEach(({ onGap }) => onGap()),
  )
  return lentTo(kept, drop)
}

/** Removes what the last city wrote. False if the database can't be used again. */
async function isAsNew(kept: Kept): Promise<boolean> {
  if (kept.cities >= CITIES_MAX) return false
  try {
    const rows = await kept.database.run(`select tests.reset(); ${SHAPE}`)
    if (rows.at(-1)!.shape !== kept.shape) return false
    // Messages come in order: once the marker is heard, none of the last city is on its way.
    const marker = `city ${kept.cities}`
    const isHeard = new Promise<boolean>((resolve) => {
      kept.hearers = [{
        hear: message => void (message === marker && resolve(true)),
        onGap: () => resolve(false),
      }]
    })
    await kept.database.channel!.publish(marker)
    return await isHeard
  }
  catch {
    return false // A changed table, or a lost connection; the caller takes another database.
  }
  finally {
    kept.hearers = []
  }
}

/** The database as one city sees it: after the city has closed it, every call is refused. */
function lentTo(kept: Kept, drop: (lent: Lent) => Promise<void>): Lent {
  const running = new Set<Promise<unknown>>()
  let isClosed = false
  kept.cities++

  async function during<Result>(work: () => Promise<Result>): Promise<Result> {
    if (isClosed) throw new Error('the city has closed its database')
    const done = work()
    running.add(done)
    return await done.finally(() => running.delete(done))
  }
  const { $client: all } = kept.database.read as unknown as {
    $client: { query: (config: QueryConfig, values?: unknown[]) => Promise<unknown> }
  }
  const reading = {
    query: (config: QueryConfig, values?: unknown[]) => during(() => all.query(config, values)),
  }
  const { transact, alone, run, channel } = kept.database
  return {
    url: kept.url,
    database: {
      ...kept.database,
      read: drizzle({ client: reading as never }) as unknown as Reader,
      transact: (work, turn) => during(() => transact(work, turn)),
      alone: work => during(() => alone(work)),
      run: statement => during(() => run(statement)),
      channel: {
        publish: message => during(() => channel!.publish(message)),
        subscribe: async (hear, onGap) => void kept.hearers.push({ hear, onGap }),
      },
      close: async () => {
        if (isClosed) return
        isClosed = true
        kept.hearers = []
        const late = wait(CLOSE_MS_MAX, 'late', { ref: false })
        if (await Promise.race([Promise.allSettled(running), late]) === 'late') await drop(kept)
        else free.push(kept)
      },
    },
  }
}
