import { randomUUID } from 'node:crypto'
import process from 'node:process'
import { openWriter } from '#server/database/sqlite.ts'
import { uuidv7 } from 'uuidv7'
import { serveGrouped } from './grouped.ts'

// The most that Hono and SQLite can give here for what a redemption or an award must write, into the tables
// of a filled city with all that guards them: prepared statements, commits shared by whatever waits, nothing
// looked up, nobody told.
const [, , file = '', kind = 'redeem'] = process.argv
const database = openWriter(file)
const statement = (sql: string) => database.prepare(sql)
const receipt = statement(
  `insert into receipts values (?, ?, ?, ?, '{"status":"accepted","result":{"number":1}}', ?, ?, ?)`,
)
const transfer = statement(
  `insert into transfers (id, kind, debit, credit, amount, reason, ref, cap, actor_id, approver_id,
      occurred_on, note, posted_at) values (?, ?, ?, ?, 1, ?, ?, ?, ?, ?, '2026-11-23', '', ?)`,
)
const reserve = statement(
  `update mall_stock set reserved = reserved + 1
    where item_id = ? and station_id = ? and on_hand - reserved >= 1`,
)
const hold = statement('update point_accounts set held = held + 1 where id = ? and posted - held >= 1')
const order = statement(
  `insert into mall_orders (id, account_id, item_id, station_id, count, points, hold_id, state, digits_hash,
      digits_round, ordered_at, pick_up_by, remind_at) values (?, ?, ?, ?, 1, 1, ?, 'open', ?, 0, ?, ?, ?)`,
)
const accept = statement(
  `update reports set state = 'accepted', state_since = ?, awaits_staff = 0 where id = ?`,
)
const step = statement(
  `insert into report_steps (id, report_id, step, at, part, actor_id)
    values (?, ?, 'accepted', ?, 'staff', ?)`,
)
const cap = statement(
  `insert into point_caps values (?, ?, 'reports.lead', 1, 300) on conflict do update set used = used + 1`,
)
const give = statement('update point_accounts set posted = posted + 1 where id = ?')
const notice = statement(
  'insert into notices (id, account_id, kind, ref, number, at) values (?, ?, ?, ?, 1, ?)',
)
const people = statement(`select id from point_accounts where kind = 'person'`).pluck().all() as string[]
const staff = randomUUID()
const [WEEK_MS, DAY_MS] = [7 * 86_400_000, 86_400_000]

interface Named { reportId: string, orderId: string, itemId: string, stationId: string }
const works: Record<string, (person: string, input: Named, now: number) => void> = {
  redeem: (person, { orderId, itemId, stationId }, now) => {
    const holdId = uuidv7()
    reserve.run(itemId, stationId)
    hold.run(person)
    transfer.run(holdId, 'hold', person, 'spent', 'mall.redeemed', orderId, null, person, null, now)
    order.run(
      orderId,
      person,
      itemId,
      stationId,
      holdId,
      randomUUID(),
      now,
      now + WEEK_MS,
      now + WEEK_MS - DAY_MS,
    )
  },
  award: (person, { reportId }, now) => {
    const cause = uuidv7() // The same reports come round again here, and each award has a cause of its own.
    accept.run(now, reportId)
    step.run(uuidv7(), reportId, now, staff)
    cap.run(person, cause)
    transfer.run(
      uuidv7(),
      'post',
      'issued',
      person,
      'reports.accepted',
      cause,
      'reports.lead',
      staff,
      staff,
      now,
    )
    give.run(person)
    notice.run(uuidv7(), person, 'reports.accepted', reportId, now)
    notice.run(uuidv7(), person, 'points.awarded', reportId, now)
  },
}
const work = works[kind]!
let turn = 0

serveGrouped<Named>(database, (id, input, now) => {
  const person = people[turn++ % people.length]!
  work(person, input, now)
  receipt.run(id, person, kind, 'f'.repeat(43), now, now, now)
})
