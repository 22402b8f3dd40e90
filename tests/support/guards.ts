import type { TestCity } from './city.ts'
import { join } from 'node:path'
import { dialect } from '#server/database/dialect.ts'
import Sqlite from 'better-sqlite3'
import { sql } from 'drizzle-orm'

/** What somebody with the database open might try. */
export interface Attack {
  readonly to: string
  readonly sql: string
  /** What stands in the way; without all of these it succeeds. */
  readonly guards: readonly string[]
  readonly on?: 'sqlite' | 'postgresql'
}

/** Every check, key and trigger that the database has on these tables, as "kind name". */
export async function guardsOf({ database }: TestCity, tables: readonly string[]): Promise<string[]> {
  const list = tables.map(table => `'${table}'`).join(', ')
  const names = async (statement: string) => (await database.run(statement)).map(row => String(row.guard))
  if (dialect === 'sqlite') {
    const made = (
      await database.run(`select sql from sqlite_master where type = 'table' and name in (${list})`)
    )
      .map(row => String(row.sql))
      .join('\n')
    return [
      ...[...made.matchAll(/CONSTRAINT "(\w+)" CHECK/g)].map(([, name]) => `check ${name}`),
      ...(await names(
        `select 'fk ' || m.name || '.' || f."from" as guard
          from sqlite_master m, pragma_foreign_key_list(m.name) f
          where m.name in (${list})`,
      )),
      ...(await names(
        `select distinct 'pk ' || m.name as guard from sqlite_master m, pragma_table_info(m.name) c
          where c.pk > 0 and m.name in (${list})`,
      )),
      ...(await names(
        `select 'unique ' || i.name as guard from sqlite_master m, pragma_index_list(m.name) i
          where i."unique" and i.origin = 'c' and m.name in (${list})`,
      )),
      ...(await names(
        `select 'trigger ' || name as guard from sqlite_master
          where type = 'trigger' and tbl_name in (${list})`,
      )),
    ]
  }
  return [
    ...(await names(
      `select case c.contype
          when 'c' then 'check ' || conname
          when 'p' then 'pk ' || r.relname
          else 'fk ' || r.relname || '.' || a.attname end as guard
        from pg_constraint c
        join pg_class r on r.oid = c.conrelid
        left join pg_attribute a on a.attrelid = r.oid and a.attnum = c.conkey[1]
        where c.contype in ('c', 'p', 'f') and r.relname in (${list})`,
    )),
    ...(await names(
      `select 'unique ' || i.relname as guard from pg_index x join pg_class i on i.oid = x.indexrelid
        join pg_class r on r.oid = x.indrelid
        where x.indisunique and not x.indisprimary and r.relname in (${list})`,
    )),
    ...(await names(
      `select 'trigger ' || tgname as guard from pg_trigger t join pg_class r on r.oid = t.tgrelid
        where not tgisinternal and r.relname in (${list})`,
    )),
  ]
}

/**
 * Runs a statement where these guards are missing, and returns how many rows it changed; nothing of it stays.
 * Throws what the database says.
 */
export const runWithout = (city: TestCity, guards: readonly string[], statement: string): Promise<number> =>
  dialect === 'sqlite' ? runOnCopy(city, guards, statement) : runUndone(city, guards, statement)

/** PostgreSQL undoes changes of tables too. */
async function runUndone(
  { database }: TestCity,
  guards: readonly string[],
  statement: string,
): Promise<number> {
  const over = new Error('undone')
  let changed = 0
  await database
    .transact(async (tx) => {
      const run = async (text: string) =>
        await (
          tx as unknown as { execute: (query: unknown) => Promise<{ rowCount: number, command: string }> }
        ).execute(sql.raw(text))
      for (const guard of guards) await run(await dropping({ database }, guard))
      const { command, rowCount } = await run(statement)
      changed = command.startsWith('TRUNCATE') ? 1 : rowCount // Nobody counts what is emptied.
      throw over
    })
    .catch((error: unknown) => {
      if (error !== over) throw error
    })
  return changed
}

async function dropping({ database }: Pick<TestCity, 'database'>, guard: string): Promise<string> {
  const [kind, name = ''] = guard.split(' ')
  if (kind === 'unique') {
    const [constraint] = await database.run(
      `select conrelid::regclass as name from pg_constraint where contype = 'u' and conname = '${name}'`,
    )
    return constraint
      ? `alter table ${String(constraint.name)} drop constraint ${name} cascade`
      : `drop index ${name}`
  }
  if (kind === 'trigger') {
    const [row] = await database.run(
      `select r.relname as name from pg_trigger t join pg_class r on r.oid = t.tgrelid
        where tgname = '${name}'`,
    )
    return `drop trigger ${name} on ${String(row!.name)}`
  }
  const [table, column] = name.split('.')
  const [row] = await database.run(
    `select conname, conrelid::regclass as name from pg_constraint where ${
      {
        check: `conname = '${name}'`,
        pk: `contype = 'p' and conrelid = '${table}'::regclass`,
        fk: `contype = 'f' and conrelid = '${table}'::regclass and conkey[1] = (
          select attnum from pg_attribute where attrelid = '${table}'::regclass and attname = '${column}')`,
      }[kind!]
    }`,
  )
  return `alter table ${String(row!.name)} drop constraint ${String(row!.conname)} cascade`
}

/**
 * SQLite can't drop a check: the whole database is made anew in memory from its own words, without the
 * guards, and filled.
 */
async function runOnCopy(
  { database, dataDir }: TestCity,
  guards: readonly string[],
  statement: string,
): Promise<number> {
  const made = (await database.run(
    `select type, name, tbl_name, sql from sqlite_master
      where sql is not null and name not like 'sqlite_%'`,
  )) as { type: string, name: string, sql: string }[]
  const copy = new Sqlite(':memory:')
  try {
    copy.exec(`attach '${join(dataDir, 'city.sqlite')}' as city`)
    const tables = made.filter(({ type }) => type === 'table')
    copy.pragma('foreign_keys = off')
    for (const table of tables)
      copy.exec(guards.reduce((text, guard) => withoutGuard(text, table.name, guard), table.sql))
    for (const { name } of tables) copy.exec(`insert into main.${name} select * from city.${name}`)
    for (const { type, name, sql: text } of made) {
      if (type !== 'table' && !guards.some(guard => guard.endsWith(` ${name}`))) copy.exec(text)
    }
    // What refers to a key goes with the key, as on PostgreSQL.
    if (!guards.some(guard => /^(?:pk|unique) /.test(guard))) copy.pragma('foreign_keys = on')
    return copy.prepare(statement).run().changes
  }
  finally {
    copy.close()
  }
}

function withoutGuard(made: string, table: string, guard: string): string {
  const [kind, name = ''] = guard.split(' ')
  const [of, column] = name.split('.')
  if (kind === 'check') return withoutCheck(made, name)
  if (of !== table) return made
  if (kind === 'fk') {
    return made.replace(
      new RegExp(`,\\s*FOREIGN KEY \\(\`${column}\`\\) REFERENCES [^,]*?(?=,\\n|\\n\\))`),
      '',
    )
  }
  return made.replace(/,\s*PRIMARY KEY\([^)]*\)/, '').replace(/ PRIMARY KEY(?: AUTOINCREMENT)?/, '')
}

function withoutCheck(made: string, name: string): string {
  const begin = made.search(new RegExp(`,\\s*CONSTRAINT "${name}" CHECK\\(`))
  if (begin < 0) return made
  let at = made.indexOf('(', begin)
  for (let depth = 1; depth > 0;) {
    at++
    depth += { '(': 1, ')': -1 }[made[at]!] ?? 0
  }
  return made.slice(0, begin) + made.slice(at + 1)
}
