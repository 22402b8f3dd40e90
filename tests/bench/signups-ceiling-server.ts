import process from 'node:process'
import { openWriter } from '#server/database/sqlite.ts'
import { serveGrouped } from './grouped.ts'

// The most that Hono and SQLite can give here for what a sign-up must write, into the tables of a filled city
// with all that guards them: prepared statements, commits shared by whatever waits, nothing looked up, nobody
// told.
const [, , file = ''] = process.argv
const database = openWriter(file)
const statement = (sql: string) => database.prepare(sql)
const receipt = statement(
  `insert into receipts values (?, ?, 'activities.signUp', ?,
      '{"status":"accepted","result":{"state":"in","ahead":0}}', ?, ?, ?)`,
)
const listed = statement(
  `insert into signups (opening_id, account_id, seq, state, at) values (?, ?, ?, ?, ?)
    on conflict (opening_id, account_id)
      do update set seq = excluded.seq, state = excluded.state, at = excluded.at`,
)
const place = statement('update openings set last_seq = last_seq + 1, taken = taken + ? where id = ?')
const reminder = statement(
  `insert into reminders (account_id, kind, ref, words, at, until) values (?, ?, ?, '', ?, ?)
    on conflict do nothing`,
)
const openings = statement('select id, ref, capacity, starts_at startsAt from openings').all() as
  { id: string, ref: string, capacity: number, startsAt: number }[]
const people = statement(`select id from accounts where phone like '1380001%'`).pluck().all() as string[]
const [HOUR_MS, EVENING_MS] = [3_600_000, 6 * 3_600_000]
let turn = 0

serveGrouped<object>(database, (id, _input, now) => {
  const nth = turn++
  const person = people[nth % people.length]!
  const round = Math.floor(nth / people.length)
  const opening = openings[round % openings.length]!
  const isIn = nth % people.length < opening.capacity && round < openings.length
  listed.run(opening.id, person, nth + 1, isIn ? 'in' : 'waiting', now)
  place.run(isIn ? 1 : 0, opening.id)
  if (isIn) {
    const { ref, startsAt } = opening
    reminder.run(person, 'activities.tomorrow', ref, startsAt - EVENING_MS, startsAt)
    reminder.run(person, 'activities.soon', ref, startsAt - HOUR_MS, startsAt)
  }
  receipt.run(id, person, 'f'.repeat(43), now, now, now)
})
