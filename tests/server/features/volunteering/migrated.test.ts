import type { Database } from '#server/database/database.ts'
import type { TestCity } from '../../../support/city.ts'
import { dialect } from '#server/database/dialect.ts'
import { migrate } from '#server/database/migrate.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'
import { openOldDatabase } from '../../../support/old-database.ts'

let city: TestCity
let old: Database
beforeEach(async () => {
  city = await openTestCity()
  old = await openOldDatabase(city, dialect === 'sqlite' ? '0041' : '0040')
})
afterEach(async () => {
  await old.close()
  await city.close()
})

const activity = (id: string, kind: string) => `insert into activities (id, kind, state, title, words, bring,
  area_id, latitude, longitude, spot, starts_at, ends_at, leave_by, capacity, skills, made_by, changed_at,
  changed_by) values ('${id}', '${kind}', 'published', '修车', '', '', '4201', 30, 114, '门口', 2, 3, 1, 5, '[]',
  'staff', 1, 'staff')`

it('activities of before stay with what belongs to them, and there may be courses', async () => {
  await old.run(`insert into accounts (id, role, created_at) values ('staff', 'resident', 1)`)
  await old.run(activity('a', 'talk'))
  await old.run(
    `insert into activity_messages (id, activity_id, words, at, by) values ('m', 'a', '带伞', 1, 'staff')`,
  )
  await expect(old.run(activity('b', 'course'))).rejects.toThrow()
  await migrate(old)
  await old.run(activity('b', 'course'))
  expect(await old.run('select id, kind from activities order by id'))
    .toEqual([{ id: 'a', kind: 'talk' }, { id: 'b', kind: 'course' }])
  expect(await old.run('select activity_id from activity_messages')).toEqual([{ activity_id: 'a' }])
  await expect(old.run(activity('c', 'party'))).rejects.toThrow()
})
