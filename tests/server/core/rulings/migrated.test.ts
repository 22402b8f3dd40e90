import type { Database } from '#server/database/database.ts'
import type { TestCity } from '../../../support/city.ts'
import { rulingNow } from '#server/core/rulings/index.ts'
import { rulings } from '#server/core/rulings/tables.ts'
import { migrate } from '#server/database/migrate.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'
import { openOldDatabase } from '../../../support/old-database.ts'

let city: TestCity
let old: Database
beforeEach(async () => {
  city = await openTestCity()
  old = await openOldDatabase(city, '0022')
  await old.run(`insert into accounts (id, role, created_at) values ('admin', 'resident', 1)`)
})
afterEach(async () => {
  await old.close()
  await city.close()
})

it('caps that admins had set are the first ruling', async () => {
  await old.run(`insert into point_cap_limits (cap, max, set_by, set_at)
    values ('reports.lead', 120, 'admin', 7)`)
  await migrate(old)
  expect(await old.read.select().from(rulings)).toMatchObject([
    { key: 'caps', seq: 1, from: 7, by: 'admin', value: { 'reports.lead': 120 } },
  ])
  expect(await rulingNow(old.read, 'caps'))
    .toEqual({ 'reports.lead': 120, 'reports.patrol': 50, 'activities.hours': 160 })
})

it('where none was set, none was ruled', async () => {
  await migrate(old)
  expect(await old.read.select().from(rulings)).toEqual([])
})
