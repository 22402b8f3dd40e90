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
  old = await openOldDatabase(city, '0010')
})
afterEach(async () => {
  await old.close()
  await city.close()
})

it('settlings of before there was a list are put on it, once each', async () => {
  await old.run(
    `insert into reports (id, reporter_id, kind, text, area_id, state, state_since, seen_at, filed_at, due_at,
        skew_ms, awaits_staff, supporters)
      values ('r', 'rider', 'hazard', '', '420103006003', 'resolved', 2, 1, 1, 9, 0,
        ${dialect === 'sqlite' ? 0 : false}, 0)`,
  )
  await old.run(
    `insert into report_steps (id, report_id, step, at, part)
      values ('accepted', 'r', 'accepted', 1, 'staff'), ('resolved', 'r', 'resolved', 2, 'unit')`,
  )
  await old.run(
    `insert into report_photos (report_id, position, hash, part, step_id)
      values ('r', 0, 'a', 'before', null), ('r', 1, 'b', 'after', 'resolved'),
        ('r', 2, 'c', 'after', 'resolved')`,
  )
  await migrate(old)
  expect(await old.run('select * from after_photo_checks')).toEqual([
    { report_id: 'r', step_id: 'resolved', fault: null },
  ])
  // And what had happened to a report counts as its last change.
  expect(await old.run('select changed_at from reports')).toEqual([{ changed_at: 2 }])
})
