import type { Database } from '#server/database/database.ts'
import { readFileSync } from 'node:fs'
import { openDatabase } from '#server/database/database.ts'
import { dialect } from '#server/database/dialect.ts'
import { migrate } from '#server/database/migrate.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openCity } from '../../support/city.ts'

// A ledger as the first release left it, brought to today's tables: nothing is lost and everything is guarded again.
const FIRST = ['0000_start.sql', '0001_ledger_triggers.sql']
let city: Awaited<ReturnType<typeof openCity>>
let old: Database
beforeEach(async () => {
  city = await openCity()
  old = await openDatabase(dialect === 'sqlite' ? `file:${city.dataDir}/old.sqlite` : await emptyDatabase())
  await old.run('create table migrations (name text primary key, applied_at bigint not null)')
  for (const name of FIRST) {
    const statements = readFileSync(new URL(`../../../server/database/migrations/${dialect}/${name}`, import.meta.url), 'utf8').split('--> statement-breakpoint')
    for (const statement of statements) await old.run(statement.trim())
    await old.run(`insert into migrations (name, applied_at) values ('${name}', 1)`)
  }
})
afterEach(async () => {
  await old.close()
  await city.close()
})

async function emptyDatabase(): Promise<string> {
  const url = new URL(city.settings.databaseUrl)
  const name = `${url.pathname.slice(1)}_old`
  await city.database.run(`create database ${name}`)
  return Object.assign(url, { pathname: `/${name}` }).href
}

it('an old ledger keeps its transfers and balances, and can\'t be changed afterwards either', async () => {
  await old.run(`insert into point_accounts (id, owner, kind, posted, held) values ('rider', 'rider', 'person', 50, 0)`)
  await old.run(`insert into transfers (id, kind, debit, credit, amount, reason, ref, pending_id, cap, actor_id, approver_id, occurred_on, note, posted_at) values ('t', 'post', 'issued', 'rider', 50, 'reports.accepted', 'r', null, 'reports.lead', 'staff', 'staff', '2026-11-23', '#1', 1)`)
  const before = await old.run('select * from transfers')

  expect((await migrate(old)).slice(0, 2)).toEqual(['0002_points_ledger.sql', '0003_points_triggers.sql'])
  expect(await old.run('select * from transfers')).toEqual(before)
  expect(await old.run(`select posted from point_accounts where id = 'rider'`)).toEqual([{ posted: 50 }])
  await expect(old.run('update transfers set amount = 60')).rejects.toThrow('append-only')
  await expect(old.run('delete from transfers')).rejects.toThrow('append-only')
})
