import type { Database } from './database.ts'
import { readdir, readFile } from 'node:fs/promises'
import { dialect } from './dialect.ts'

const folder = new URL(`./migrations/${dialect}/`, import.meta.url)

/**
 * Applies every migration not yet applied, in order, each in a transaction of its own. Returns their names.
 * Processes that start at once wait for each other.
 */
export async function migrate(database: Database): Promise<string[]> {
  return await database.alone(async () => {
    await database.run(
      'create table if not exists migrations (name text primary key, applied_at bigint not null)',
    )
    const applied = await appliedIn(database)
    const names = (await readdir(folder)).filter(name => name.endsWith('.sql') && !applied.has(name)).sort()
    for (const name of names) await apply(database, name)
    return names
  })
}

const appliedIn = async (database: Database) =>
  new Set((await database.run('select name from migrations')).map(row => row.name))

async function apply(database: Database, name: string) {
  const statements = (await readFile(new URL(name, folder), 'utf8'))
    .split('--> statement-breakpoint')
    .filter(part => part.trim() !== '')
  statements.push(`insert into migrations (name, applied_at) values ('${name}', ${Date.now()})`)
  if (dialect === 'postgresql') {
    // Statements sent together form one transaction.
    await database.run(statements.map(statement => statement.trim().replace(/;$/, '')).join(';\n'))
    return
  }
  // Rebuilding a table drops it for a moment, which would break foreign keys. The pragma has no effect inside
  // a transaction.
  await database.run('pragma foreign_keys = off')
  await database.run('begin immediate')
  try {
    // An operator's program may have applied it meanwhile.
    if ((await appliedIn(database)).has(name)) return await database.run('rollback')
    for (const statement of statements) await database.run(statement)
    const orphans = await database.run('pragma foreign_key_check')
    if (orphans.length > 0)
      throw new Error(`${name} would leave ${orphans.length} rows that name rows which are not there`)
    await database.run('commit')
  }
  catch (error) {
    await database.run('rollback')
    throw error
  }
  finally {
    await database.run('pragma foreign_keys = on')
  }
}
