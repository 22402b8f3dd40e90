import type { Database } from '#server/database/database.ts'
import type { TestCity } from './city.ts'
import { readdirSync, readFileSync } from 'node:fs'
import { dialect } from '#server/database/dialect.ts'
import { openDatabase } from '#server/database/open-database.ts'

const folder = new URL(`../../server/database/migrations/${dialect}/`, import.meta.url)

/**
 * A second database beside the city's, as a release left it: brought as far as the migration whose name
 * begins with `last`.
 */
export async function openOldDatabase(city: TestCity, last: string): Promise<Database> {
  const old = await openDatabase(
    dialect === 'sqlite' ? `file:${city.dataDir}/old.sqlite` : await emptyDatabase(city),
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

async function emptyDatabase(city: TestCity): Promise<string> {
  const url = new URL(city.settings.databaseUrl)
  const name = `${url.pathname.slice(1)}_old`
  await city.database.run(`create database ${name}`)
  return Object.assign(url, { pathname: `/${name}` }).href
}
