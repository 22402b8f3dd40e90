import process from 'node:process'
import { migrate } from '#server/database/migrate.ts'
import { openSqlite, openWriter } from '#server/database/sqlite.ts'
import { uuidv7 } from 'uuidv7'
import { serveGrouped } from './grouped.ts'

// The most that Hono and SQLite can give here for two durable inserts a request, a receipt and a report, into
// the tables of the city, with its settings of SQLite, and by as many people: prepared statements, commits
// shared by whatever waits, nothing checked, nothing looked up, no photo held. One person alone would write
// to the end of the index by reporter only, and not to a page for each report of a commit.
const [, , file = '', people = '1'] = process.argv
const city = openSqlite(file)
await migrate(city)
await city.close()
const database = openWriter(file)
const receipt = database.prepare(
  `insert into receipts values (?, ?, 'reports.file', ?, ?, ?, ?, ?)`,
)
const report =
  database.prepare(`insert into reports (id, reporter_id, kind, text, latitude, longitude, area_id,
    state, state_since, seen_at, filed_at, due_at, skew_ms, awaits_staff, supporters)
  values (?, ?, ?, ?, ?, ?, ?, 'filed', ?, ?, ?, ?, 0, 1, 0)`)
const reporters = Array.from({ length: Number(people) }, () => uuidv7())
const fingerprint = 'f'.repeat(43)
let turn = 0

interface Filed {
  reportId: string
  kind: string
  text: string
  place: { latitude: number, longitude: number }
  areaId: string
  seenAt: number
}
serveGrouped<Filed>(database, (id, { reportId, kind, text, place, areaId, seenAt }, now) => {
  const reporter = reporters[turn++ % reporters.length]!
  const due = now + 86_400_000
  const { lastInsertRowid: number } = report.run(
    reportId,
    reporter,
    kind,
    text,
    place.latitude,
    place.longitude,
    areaId,
    now,
    seenAt,
    now,
    due,
  )
  const decision = JSON.stringify({ status: 'accepted', result: { number, dueAt: due, award: 2 } })
  receipt.run(id, reporter, fingerprint, decision, seenAt, seenAt, now)
})
