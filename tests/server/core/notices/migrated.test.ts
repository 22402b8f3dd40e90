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
  old = await openOldDatabase(city, '0011')
})
afterEach(async () => {
  await old.close()
  await city.close()
})

it('notices of before belong to the post that they came by; those of people stay theirs', async () => {
  const no = dialect === 'sqlite' ? 0 : false
  await old.run(
    `insert into reports (id, reporter_id, kind, text, area_id, state, state_since, seen_at, filed_at, due_at,
        skew_ms, awaits_staff, unit_id, supporters)
      values ('r', 'rider', 'hazard', '', '420103006003', 'assigned', 2, 1, 1, 9, 0, ${no}, 'now', 1)`,
  )
  await old.run('insert into report_supporters (report_id, account_id, at) values (\'r\', \'follower\', 1)')
  await old.run(
    `insert into report_steps (id, report_id, step, at, part, unit_id) values
      ('a', 'r', 'assigned', 2, 'staff', 'before'), ('b', 'r', 'handedBack', 4, 'unit', 'before'),
      ('c', 'r', 'assigned', 5, 'staff', 'now')`,
  )
  const told: [account: string, kind: string, ref: string | null, at: number, post: unknown][] = [
    ['rider', 'reports.accepted', 'r', 2, [null, null]],
    ['staff', 'reports.answered', 'r', 2, ['staff', '420103006003']],
    ['staff', 'reports.reopened', 'r', 2, ['staff', '420103006003']],
    ['follower', 'reports.reopened', 'r', 2, [null, null]],
    ['staff', 'reports.urgent', 'gone', 2, ['staff', null]],
    ['one', 'reports.yourTurn', 'r', 2, ['unit', 'before']],
    ['two', 'reports.yourTurn', 'r', 5, ['unit', 'now']],
    ['keeper', 'stations.fault', 's', 3, ['keeper', 's']],
    ['keeper', 'stations.faultAnswered', 's', 3, [null, null]],
    ['admin', 'mall.loss', 'o', 3, ['admin', '']],
    ['admin', 'points.broken', null, 3, ['admin', '']],
  ]
  for (const [i, [account, kind, ref, at]] of told.entries()) {
    await old.run(
      `insert into notices (id, account_id, kind, ref, at)
        values ('${i + 100}', '${account}', '${kind}', ${ref === null ? 'null' : `'${ref}'`}, ${at})`,
    )
  }
  await migrate(old)
  const posts = await old.run('select post_role, post_scope from notices order by id')
  expect(posts.map(({ post_role, post_scope }) => [post_role, post_scope]))
    .toEqual(told.map(([,,,, post]) => post))
})
