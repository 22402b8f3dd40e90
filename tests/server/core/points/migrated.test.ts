import type { Database } from '#server/database/database.ts'
import type { TestCity } from '../../../support/city.ts'
import { migrate } from '#server/database/migrate.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'
import { openOldDatabase } from '../../../support/old-database.ts'

// A ledger as the first release left it, brought to today's tables: nothing is lost and everything is guarded
// again.
let city: TestCity
let old: Database
beforeEach(async () => {
  city = await openTestCity()
  old = await openOldDatabase(city, '0001')
})
afterEach(async () => {
  await old.close()
  await city.close()
})

it('an old ledger keeps its transfers and balances, and can\'t be changed afterwards either', async () => {
  await old.run(
    `insert into point_accounts (id, owner, kind, posted, held) values ('rider', 'rider', 'person', 50, 0)`,
  )
  await old.run(
    `insert into transfers (id, kind, debit, credit, amount, reason, ref, pending_id, cap, actor_id,
        approver_id, occurred_on, note, posted_at)
      values ('t', 'post', 'issued', 'rider', 50, 'reports.accepted', 'r', null, 'reports.lead', 'staff',
        'staff', '2026-11-23', '#1', 1)`,
  )
  const before = await old.run('select * from transfers')

  expect((await migrate(old)).slice(0, 2)).toEqual(['0002_points_ledger.sql', '0003_points_triggers.sql'])
  expect(await old.run('select * from transfers')).toEqual(before)
  expect(await old.run(`select posted from point_accounts where id = 'rider'`)).toEqual([{ posted: 50 }])
  await expect(old.run('update transfers set amount = 60')).rejects.toThrow('append-only')
  await expect(old.run('delete from transfers')).rejects.toThrow('append-only')
})
