import process from 'node:process'
import { migrate } from '#server/database/migrate.ts'
import { openSqlite } from '#server/database/sqlite.ts'
import Sqlite from 'better-sqlite3'
import { durable, serveGrouped } from './grouped.ts'

// The most that Hono and SQLite can give here for two durable inserts a request, a receipt and a report, into
// the tables of the city: prepared statements, commits shared by whatever waits, nothing checked, nothing
// looked up, no photo held.
const file = process.argv[2]!
const city = openSqlite(file)
await migrate(city)
await city.close()
const database = durable(new Sqlite(file))
const receipt = database.prepare(
  `insert into receipts
    values (?, ?, 'reports.file', ?, '{"status":"accepted","result":{"number":1}}', ?, ?, ?)`,
)
const report =
  database.prepare(`insert into reports (id, reporter_id, kind, text, latitude, longitude, area_id,
    state, state_since, seen_at, filed_at, due_at, skew_ms, awaits_staff, supporters)
  values (?, ?, ?, ?, ?, ?, ?, 'filed', ?, ?, ?, ?, 0, 1, 0)`)
const [reporter, fingerprint] = ['0190a5c0-0000-7000-8000-000000000000', 'f'.repeat(43)]

interface Filed {
  reportId: string
  kind: string
  text: string
  place: { latitude: number, longitude: number }
  areaId: string
  seenAt: number
}
serveGrouped<Filed>(database, (id, { reportId, kind, text, place, areaId, seenAt }, now) => {
  report.run(
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
    now + 86_400_000,
  )
  receipt.run(id, reporter, fingerprint, seenAt, seenAt, now)
})
