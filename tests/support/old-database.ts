import type { Database } from '#server/database/database.ts'
import type { TestCity } from './city.ts'
import { readdirSync, readFileSync } from 'node:fs'
import process from 'node:process'
import { dialect } from '#server/database/dialect.ts'
import { openDatabase } from '#server/database/open-database.ts'
import { createDatabase } from './template.ts'

const folder = new URL(`../../server/database/migrations/${dialect}/`, import.meta.url)

/**
 * A second database beside the city's, as a release left it: brought as far as the migration whose name
 * begins with `last`.
 */
export async function openOldDatabase(city: TestCity, last: string): Promise<Database> {
  const old = await openDatabase(
    dialect === 'sqlite'
      ? `file:${city.dataDir}/old.sqlite`
      : await createDatabase(process.env.DATABASE_URL!),
  )
  await old.run('create table migrations (name text primary key, applied_at bigint not null)')
  for (const name of readdirSync(folder)
    .filter(name => name.endsWith('.sql') && name.slice(0, last.length) <= last)
    .sort()) {
    const statements = readFileSync(new URL(name, folder), 'utf8').split('--> statement-breakpoint')
    for (const statement of statements) await old.run(statement.trim())
    await old.run(`insert into migrations (name, applied_at) values ('${name}', 1)`)
  }
  return old
}
