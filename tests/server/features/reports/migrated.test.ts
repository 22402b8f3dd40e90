import type { Database } from '#server/database/database.ts'
import type { ReportState, ReportStep } from '#shared/reports/rules.ts'
import type { TestCity } from '../../../support/city.ts'
import { dialect } from '#server/database/dialect.ts'
import { migrate } from '#server/database/migrate.ts'
import { reports } from '#server/features/reports/tables.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'
import { openOldDatabase } from '../../../support/old-database.ts'

type CameBackAs = (typeof reports.$inferSelect)['cameBackAs']
let city: TestCity
let old: Database
beforeEach(async () => void (city = await openTestCity()))
afterEach(async () => {
  await old.close()
  await city.close()
})

const flag = (value: boolean) => dialect === 'sqlite' ? Number(value) : value
const fileOld = async (id: string, state: ReportState, stateSince: number) => await old.run(
  `insert into reports (id, reporter_id, kind, text, area_id, state, state_since, seen_at, filed_at, due_at,
      skew_ms, awaits_staff, supporters)
    values ('${id}', 'rider', 'hazard', '', '420103006003', '${state}', ${stateSince}, 1, 1, 9, 0,
      ${flag(state === 'filed')}, 0)`,
)

it('settlings of before there was a list are put on it, once each', async () => {
  old = await openOldDatabase(city, '0010')
  await fileOld('r', 'resolved', 2)
  await fileOld('untouched', 'filed', 1)
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
  const rows = await old.read.select({ id: reports.id, changedAt: reports.changedAt }).from(reports)
  expect(rows.sort((a, b) => a.id.localeCompare(b.id))).toEqual([
    { id: 'r', changedAt: 2 },
    { id: 'untouched', changedAt: null },
  ])
})

/** The state, the steps that led there, and why it waits again. */
const histories: readonly [state: ReportState, steps: readonly ReportStep[], cameBackAs: CameBackAs][] = [
  ['filed', [], null],
  ['filed', ['declined', 'objected'], 'reopened'],
  ['filed', ['declined', 'objected', 'takenOn', 'asked'], 'reopened'],
  ['filed', ['asked', 'answered'], 'answered'],
  ['filed', ['asked', 'unanswered', 'noted'], 'answered'],
  ['filed', ['asked', 'answered', 'asked'], 'answered'],
  ['filed', ['merged', 'unmerged'], 'handedBack'],
  ['filed', ['takenOn', 'handedOver'], 'handedBack'],
  ['accepted', ['accepted', 'assigned', 'handedBack'], 'handedBack'],
  ['accepted', ['accepted', 'takenOn', 'clerkLeft', 'urged', 'raised'], 'handedBack'],
  ['accepted', ['accepted', 'planned', 'planDue'], 'handedBack'],
  ['accepted', ['accepted', 'planned', 'planDue', 'planned'], null],
  ['accepted', ['accepted', 'handedOver', 'takenOn'], null],
  ['accepted', ['asked', 'answered', 'accepted'], null],
  ['accepted', ['asked', 'answered', 'accepted', 'asked'], null],
  ['assigned', ['accepted', 'assigned', 'working', 'resolved', 'reopened'], 'reopened'],
  ['working', ['accepted', 'assigned', 'working', 'resolved', 'reopened', 'working'], null],
  ['assigned', ['accepted', 'assigned', 'handedBack', 'assigned'], null],
  // Of what is over nobody asks.
  ['closed', ['accepted', 'assigned', 'resolved', 'reopened', 'resolved', 'closed'], null],
  ['declined', ['declined', 'objected', 'declined'], null],
]

it('what came back to a desk before that was noted is known from its history', async () => {
  old = await openOldDatabase(city, dialect === 'sqlite' ? '0039' : '0038')
  const told = (at: number) => `${String(at).padStart(2, '0')} ${histories[at]!.slice(0, 2).join(' ')}`
  for (const [at, [state, steps]] of histories.entries()) {
    await fileOld(told(at), state, 2)
    for (const [i, step] of steps.entries()) {
      // The last two at the same instant: their ids tell which was later.
      await old.run(`insert into report_steps (id, report_id, step, at, part)
        values ('${at}-${i}', '${told(at)}', '${step}', ${Math.min(i, steps.length - 2)}, 'staff')`)
    }
  }
  await migrate(old)
  const rows = await old.read.select({ id: reports.id, cameBackAs: reports.cameBackAs }).from(reports)
  expect(rows.map(({ id, cameBackAs }) => `${id}: ${cameBackAs}`).sort())
    .toEqual(histories.map(([,, cameBackAs], at) => `${told(at)}: ${cameBackAs}`))
})
