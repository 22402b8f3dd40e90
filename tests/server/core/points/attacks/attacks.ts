import type { Attack } from '../../../../support/guards.ts'
import { dialect } from '#server/database/dialect.ts'

const isLite = dialect === 'sqlite'
const only = (engine: 'sqlite' | 'postgresql', guard: string) => (dialect === engine ? [guard] : [])
/** SQLite's INSERT OR REPLACE would pass by unique keys, so a trigger says the same as they do. */
const unreplaced = (table: string) => only('sqlite', `trigger ${table}_never_replaced`)
const neverChanged = `trigger transfers_never_${isLite ? 'updated' : 'changed'}`
const neverDeleted = `trigger transfers_never_${isLite ? 'deleted' : 'changed'}`

const quote = (value: string | number | null) => (typeof value === 'string' ? `'${value}'` : String(value))
const insert = (table: string, row: Record<string, string | number | null>, verb = 'insert') => {
  const [columns, values] = [Object.keys(row), Object.values(row).map(quote)]
  return `${verb} into ${table} (${columns.join(', ')}) values (${values.join(', ')})`
}

const award = {
  id: 'x',
  kind: 'post',
  debit: 'issued',
  credit: 'RIDER',
  amount: 10,
  reason: 'reports.accepted',
  ref: 'x',
  pending_id: null,
  actor_id: 'ADMIN',
  approver_id: 'STAFF',
  occurred_on: '2026-11-23',
  note: '',
  posted_at: 1,
}
const hold = {
  ...award,
  kind: 'hold',
  debit: 'RIDER',
  credit: 'spent',
  reason: 'mall.redeemed',
  approver_id: null,
}
/** The open hold is of 15 points. */
const settle = { ...hold, kind: 'settle', amount: 15, reason: 'mall.handedOver', pending_id: 'OPEN' }
const correction = { ...award, reason: 'points.corrected', actor_id: 'ADMIN', approver_id: 'OTHER' }
const takeBack = { ...correction, debit: 'RIDER', credit: 'issued' }
const asked = {
  id: 'x',
  account_id: 'RIDER',
  amount: -20,
  words: '',
  state: 'asked',
  debt: 0,
  asked_by: 'ADMIN',
  asked_at: 1,
  decided_by: null,
  decided_at: null,
} as const
const decided = { ...asked, state: 'approved', decided_by: 'OTHER', decided_at: 1 } as const

// `NAME`s in capitals are ids of the attacked city.
const transferAttacks: Attack[] = [
  { to: 'change a transfer', sql: 'update transfers set amount = 1000', guards: [neverChanged] },
  { to: 'delete a transfer', sql: `delete from transfers where ref = 'a'`, guards: [neverDeleted] },
  {
    to: 'empty the transfers',
    sql: 'truncate transfers',
    guards: ['trigger transfers_never_emptied'],
    on: 'postgresql',
  },
  {
    to: 'replace a transfer',
    sql: insert('transfers', { ...award, ref: 'a', amount: 99 }, 'insert or replace'),
    guards: unreplaced('transfers'),
    on: 'sqlite',
  },
  {
    to: 'write a transfer under another\'s id',
    sql: insert('transfers', { ...award, id: 'OPEN' }),
    guards: ['pk transfers', ...unreplaced('transfers')],
  },
  {
    to: 'pay a cause twice',
    sql: insert('transfers', { ...award, ref: 'a' }),
    guards: ['unique transfers_once_per_cause', ...unreplaced('transfers')],
  },
  {
    to: 'void a hold that was voided',
    sql: insert('transfers', { ...settle, kind: 'void', reason: 'mall.released', pending_id: 'VOIDED' }),
    guards: ['unique transfers_hold_resolved_once', ...unreplaced('transfers')],
  },
  {
    to: 'settle less than was held',
    sql: insert('transfers', { ...settle, amount: 1 }),
    guards: ['trigger transfers_resolved_as_held'],
  },
  {
    to: 'settle on somebody else\'s account',
    sql: insert('transfers', { ...settle, debit: 'SECOND' }),
    guards: ['trigger transfers_resolved_as_held'],
  },
  {
    to: 'settle what is no hold',
    sql: insert('transfers', { ...settle, pending_id: 'nothing' }),
    guards: ['trigger transfers_resolved_as_held'],
  },
  {
    to: 'hold what resolves a hold',
    sql: insert('transfers', { ...hold, pending_id: 'OPEN' }),
    guards: ['check transfers_resolve_a_hold'],
  },
  {
    to: 'award oneself',
    sql: insert('transfers', { ...award, approver_id: 'RIDER' }),
    guards: ['check transfers_award_approved'],
  },
  {
    to: 'award without approval',
    sql: insert('transfers', { ...award, approver_id: null }),
    guards: ['check transfers_award_approved'],
  },
  {
    to: 'move points in a circle',
    sql: insert('transfers', { ...award, credit: 'issued' }),
    guards: ['check transfers_two_accounts'],
  },
  {
    to: 'move nothing',
    sql: insert('transfers', { ...award, amount: 0 }),
    guards: ['check transfers_amount'],
  },
  {
    to: 'move less than nothing',
    sql: insert('transfers', { ...award, amount: -10 }),
    guards: ['check transfers_amount'],
  },
  {
    to: 'move millions',
    sql: insert('transfers', { ...award, amount: 1_000_001 }),
    guards: ['check transfers_amount'],
  },
  {
    to: 'invent a kind',
    sql: insert('transfers', { ...hold, kind: 'gift' }),
    guards: ['check transfers_kind'],
  },
  {
    to: 'pay somebody unknown',
    sql: insert('transfers', { ...award, credit: 'nobody' }),
    guards: ['fk transfers.credit'],
  },
  {
    to: 'take from somebody unknown',
    sql: insert('transfers', { ...takeBack, debit: 'nobody' }),
    guards: ['fk transfers.debit'],
  },
  {
    to: 'hand points from one to another',
    sql: insert('transfers', { ...award, debit: 'SECOND' }),
    guards: ['check transfers_known_ways'],
  },
  {
    to: 'issue points as spent',
    sql: insert('transfers', { ...award, credit: 'spent' }),
    guards: ['check transfers_known_ways'],
  },
  {
    to: 'spend without a hold',
    sql: insert('transfers', { ...hold, kind: 'post' }),
    guards: ['check transfers_known_ways'],
  },
  {
    to: 'let lapse by another name',
    sql: insert('transfers', { ...award, debit: 'RIDER', credit: 'expired' }),
    guards: ['check transfers_known_ways'],
  },
  {
    to: 'take back without a correction',
    sql: insert('transfers', { ...takeBack, reason: 'reports.accepted' }),
    guards: ['check transfers_known_ways'],
  },
  {
    to: 'correct alone',
    sql: insert('transfers', { ...takeBack, approver_id: 'ADMIN' }),
    guards: ['check transfers_correction_by_two'],
  },
  {
    to: 'correct without approval',
    sql: insert('transfers', { ...takeBack, approver_id: null }),
    guards: ['check transfers_correction_by_two'],
  },
  {
    to: 'correct at one\'s own request',
    sql: insert('transfers', { ...correction, actor_id: 'RIDER' }),
    guards: ['check transfers_correction_by_two'],
  },
]

const accountAttacks: Attack[] = [
  {
    to: 'delete an account',
    sql: `delete from point_accounts where id = 'IDLE'`,
    guards: ['trigger point_accounts_never_deleted'],
  },
  {
    to: 'go below zero',
    sql: `update point_accounts set posted = -1 where id = 'IDLE'`,
    guards: ['check point_accounts_cover_holds'],
  },
  {
    to: 'hold more than there is',
    sql: `update point_accounts set held = posted + 1 where id = 'RIDER'`,
    guards: ['check point_accounts_cover_holds'],
  },
  {
    to: 'hold less than nothing',
    sql: `update point_accounts set held = -1 where id = 'RIDER'`,
    guards: ['check point_accounts_cover_holds'],
  },
  {
    to: 'hide points in the issuing account',
    sql: `update point_accounts set posted = 5 where id = 'issued'`,
    guards: ['check point_accounts_balances_of_people_only'],
  },
  {
    to: 'open a second account',
    sql: insert('point_accounts', { id: 'x', owner: 'RIDER', kind: 'person' }),
    guards: ['check point_accounts_owner'],
  },
  {
    to: 'open a bank',
    sql: insert('point_accounts', { id: 'bank', owner: null, kind: 'bank' }),
    guards: ['check point_accounts_kind'],
  },
  {
    to: 'begin again with an account',
    sql: insert('point_accounts', { id: 'IDLE', owner: 'IDLE', kind: 'person', posted: 500 }),
    guards: ['pk point_accounts'],
  },
]

const capAttacks: Attack[] = [
  {
    to: 'use more than the cap',
    sql: 'update point_caps set used = max + 1',
    guards: ['check point_caps_kept'],
  },
  {
    to: 'use less than nothing of a cap',
    sql: 'update point_caps set used = -1',
    guards: ['check point_caps_kept'],
  },
  {
    to: 'count a cap from zero again',
    sql: `insert into point_caps (account_id, day, cap, used, max)
      select account_id, day, cap, 0, max from point_caps`,
    guards: ['pk point_caps'],
  },
  {
    to: 'remind twice',
    sql: `insert into lapse_reminders (account_id, cutoff, reminded_at)
      select account_id, cutoff, 1 from lapse_reminders`,
    guards: ['pk lapse_reminders'],
  },
]

const correctionAttacks: Attack[] = [
  {
    to: 'decide what one asked for',
    sql: `update point_corrections set state = 'approved', decided_by = asked_by, decided_at = 1
      where state = 'asked'`,
    guards: ['check point_corrections_by_two'],
  },
  {
    to: 'decide about oneself',
    sql: `update point_corrections set state = 'approved', decided_by = account_id, decided_at = 1
      where state = 'asked'`,
    guards: ['check point_corrections_by_two'],
  },
  {
    to: 'ask for oneself',
    sql: insert('point_corrections', { ...asked, asked_by: 'RIDER' }),
    guards: ['check point_corrections_by_two'],
  },
  {
    to: 'approve as nobody in particular',
    sql: `update point_corrections set state = 'approved' where state = 'asked'`,
    guards: ['check point_corrections_decided'],
  },
  {
    to: 'approve as somebody unknown',
    sql: insert('point_corrections', { ...decided, decided_by: 'nobody' }),
    guards: ['fk point_corrections.decided_by'],
  },
  {
    to: 'ask as somebody unknown',
    sql: insert('point_corrections', { ...asked, asked_by: 'nobody' }),
    guards: ['fk point_corrections.asked_by'],
  },
  {
    to: 'correct somebody unknown',
    sql: insert('point_corrections', { ...asked, account_id: 'nobody' }),
    guards: ['fk point_corrections.account_id'],
  },
  {
    to: 'correct by nothing',
    sql: insert('point_corrections', { ...asked, amount: 0 }),
    guards: ['check point_corrections_amount'],
  },
  {
    to: 'correct by too much',
    sql: insert('point_corrections', { ...asked, amount: 100_001 }),
    guards: ['check point_corrections_amount'],
  },
  {
    to: 'invent a state',
    sql: insert('point_corrections', { ...decided, state: 'lost' }),
    guards: ['check point_corrections_state'],
  },
  {
    to: 'owe more than was asked',
    sql: insert('point_corrections', { ...decided, debt: 21 }),
    guards: ['check point_corrections_debt'],
  },
  {
    to: 'owe before it is approved',
    sql: insert('point_corrections', { ...asked, debt: 5 }),
    guards: ['check point_corrections_debt'],
  },
  {
    to: 'decide again',
    sql: `update point_corrections set state = 'declined' where state = 'approved'`,
    guards: ['trigger point_corrections_decided_once'],
  },
  {
    to: 'raise what was asked for',
    sql: `update point_corrections set amount = 1000 where state = 'asked'`,
    guards: ['trigger point_corrections_decided_once'],
  },
  {
    to: 'delete a correction',
    sql: 'delete from point_corrections',
    guards: ['trigger point_corrections_never_deleted'],
  },
  {
    to: 'empty the corrections',
    sql: 'truncate point_corrections',
    guards: ['trigger point_corrections_never_emptied'],
    on: 'postgresql',
  },
  {
    to: 'replace a correction',
    sql: insert('point_corrections', { ...asked, id: 'ASKED', amount: 500 }, 'insert or replace'),
    guards: unreplaced('point_corrections'),
    on: 'sqlite',
  },
  {
    to: 'ask under another\'s id',
    sql: insert('point_corrections', { ...asked, id: 'ASKED' }),
    guards: ['pk point_corrections', ...unreplaced('point_corrections')],
  },
]

export const attacks = [...transferAttacks, ...accountAttacks, ...capAttacks, ...correctionAttacks].filter(
  ({ on }) => on === undefined || on === dialect,
)
export const attackedTables = [
  'transfers',
  'point_accounts',
  'point_caps',
  'lapse_reminders',
  'point_corrections',
]
