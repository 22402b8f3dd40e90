import type { Award } from '#server/core/points/award.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { TestCity } from '../../support/city.ts'
import { award, checkPoints } from '#server/core/points/index.ts'
import { pointCaps, transfers } from '#server/core/points/tables.ts'
import { dialect } from '#server/database/dialect.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openCity } from '../../support/city.ts'

let city: TestCity
beforeEach(async () => {
  city = await openCity()
})
afterEach(() => city.close())

const given = (ref: string, changes: Partial<Award> = {}): Award => ({
  accountId: city.ids.rider,
  amount: 50,
  cap: 'reports.lead',
  reason: 'reports.accepted',
  ref,
  note: '#1',
  occurredOn: '2026-11-23',
  approverId: city.ids.staff,
  ...changes,
})
/** Awards in a transaction of its own, as one staff member's command would. */
const pay = (paid: Award) => city.database.transact(tx => award({
  tx,
  actor: { accountId: city.ids.staff, role: 'staff', areaId: '420103', unitId: null },
  now: city.time.now,
  nudge: () => {},
} as unknown as CommandContext, paid))

it('one cause is paid once, also when it is brought twenty times at once', async () => {
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => pay(given('a'))))
  expect(outcomes.filter(outcome => outcome === 'awarded')).toHaveLength(1)
  expect(outcomes.filter(outcome => outcome === 'already')).toHaveLength(19)
  expect(await city.database.read.select().from(pointCaps)).toMatchObject([{ used: 50 }])
  expect(await checkPoints(city.database)).toEqual([])
})

it('a hundred awards at the cap pay exactly what the cap allows', async () => {
  const outcomes = await Promise.all(Array.from({ length: 100 }, (_, i) => pay(given(`${i}`))))
  expect(outcomes.filter(outcome => outcome === 'awarded')).toHaveLength(6)
  expect(outcomes.filter(outcome => outcome === 'capped')).toHaveLength(94)
  expect(await checkPoints(city.database)).toEqual([])
})

it('nobody approves their own award, and none is without approval', async () => {
  await expect(pay(given('a', { approverId: city.ids.rider }))).rejects.toThrow()
  expect(await city.database.read.select().from(transfers)).toEqual([])
  expect(await checkPoints(city.database)).toEqual([])
})

it('an award is a whole amount between one and a million', async () => {
  for (const amount of [0, -5, 1_000_001]) await expect(pay(given('a', { amount }))).rejects.toThrow()
  expect(await checkPoints(city.database)).toEqual([])
})

/** What somebody with the database open might try; `RIDER` has 50 points. */
const attacks: Record<string, [statement: string, refusedBy: RegExp]> = {
  'change a transfer': [`update transfers set amount = 1000 where ref = 'a'`, /append-only/],
  'delete a transfer': [`delete from transfers`, /append-only/],
  'delete a person\'s account': [`delete from point_accounts where id = 'RIDER'`, /append-only|stays/],
  'pay a cause twice': [`insert into transfers select 'x', kind, debit, credit, amount, reason, ref, pending_id, cap, actor_id, approver_id, occurred_on, note, posted_at from transfers`, /append-only|transfers_once_per_cause/],
  'award oneself': [`insert into transfers select 'x', kind, debit, credit, amount, reason, 'x', pending_id, cap, actor_id, credit, occurred_on, note, posted_at from transfers`, /transfers_award_approved/],
  'award without approval': [`insert into transfers select 'x', kind, debit, credit, amount, reason, 'x', pending_id, cap, actor_id, null, occurred_on, note, posted_at from transfers`, /transfers_award_approved/],
  'move points in a circle': [`insert into transfers select 'x', kind, credit, credit, amount, reason, 'x', pending_id, cap, actor_id, approver_id, occurred_on, note, posted_at from transfers`, /transfers_two_accounts|transfers_award_approved/],
  'move nothing': [`insert into transfers select 'x', kind, debit, credit, 0, reason, 'x', pending_id, cap, actor_id, approver_id, occurred_on, note, posted_at from transfers`, /transfers_amount/],
  'settle without a hold': [`insert into transfers select 'x', 'settle', debit, credit, amount, reason, 'x', pending_id, cap, actor_id, approver_id, occurred_on, note, posted_at from transfers`, /transfers_resolve_a_hold/],
  'invent a kind': [`insert into transfers select 'x', 'gift', debit, credit, amount, reason, 'x', pending_id, cap, actor_id, approver_id, occurred_on, note, posted_at from transfers`, /transfers_kind/],
  'pay somebody unknown': [`insert into transfers select 'x', kind, debit, 'nobody', amount, reason, 'x', pending_id, cap, actor_id, approver_id, occurred_on, note, posted_at from transfers`, /foreign key/i],
  'go below zero': [`update point_accounts set posted = -1 where id = 'RIDER'`, /point_accounts_cover_holds/],
  'hold more than there is': [`update point_accounts set held = 51 where id = 'RIDER'`, /point_accounts_cover_holds/],
  'hide points in the issuing account': [`update point_accounts set posted = 5 where id = 'issued'`, /point_accounts_balances_of_people_only/],
  'use more than the cap': [`update point_caps set used = 301`, /point_caps_kept/],
}

it.each(Object.entries(attacks))('the database itself refuses to %s', async (_, [statement, refusedBy]) => {
  await pay(given('a'))
  await expect(city.database.run(statement.replaceAll('RIDER', city.ids.rider))).rejects.toThrow(refusedBy)
  expect(await checkPoints(city.database)).toEqual([])
})

it.runIf(dialect === 'sqlite')('a transfer is not replaced either', async () => {
  await pay(given('a'))
  const [id] = (await city.database.run('select id from transfers')).map(row => row.id)
  for (const [key, ref] of [[id, 'other'], ['x', 'a']]) {
    await expect(city.database.run(`insert or replace into transfers select '${key}', kind, debit, credit, 999, reason, '${ref}', pending_id, cap, actor_id, approver_id, occurred_on, note, posted_at from transfers`)).rejects.toThrow('append-only')
  }
})

it.runIf(dialect === 'postgresql')('the transfers are not emptied either', async () => {
  await expect(city.database.run('truncate transfers cascade')).rejects.toThrow('append-only')
})

it('the invariants notice what no constraint can: a balance that no transfer explains', async () => {
  await pay(given('a'))
  await city.database.run(`update point_accounts set posted = 60 where id = '${city.ids.rider}'`)
  expect((await checkPoints(city.database)).map(({ name }) => name)).toEqual(['a balance is the fold of its transfers', 'what people have is what was issued, less what was spent, lapsed or taken back'])
})

it('and a cap that counts other than what was given', async () => {
  await pay(given('a'))
  await city.database.run('update point_caps set used = 10')
  expect((await checkPoints(city.database)).map(({ name }) => name)).toEqual(['a cap counts what was given under it'])
})
