import type { AddressInfo } from 'node:net'
import process from 'node:process'
import { migrate } from '#server/database/migrate.ts'
import { openSqlite } from '#server/database/sqlite.ts'
import { serve } from '@hono/node-server'
import Sqlite from 'better-sqlite3'
import { Hono } from 'hono'

// The most that Hono and SQLite can give here for two durable inserts a request, a receipt and a report, into the tables of the
// city: prepared statements, commits shared by whatever waits, nothing checked, nothing looked up, no photo held.
const file = process.argv[2]!
const city = openSqlite(file)
await migrate(city)
await city.close()
const database = new Sqlite(file)
database.pragma('journal_mode = WAL')
database.pragma('synchronous = FULL')
const receipt = database.prepare(`insert into receipts values (?, ?, 'reports.file', ?, '{"status":"accepted","result":{"number":1}}', ?, ?, ?)`)
const report = database.prepare(`insert into reports (id, reporter_id, kind, text, latitude, longitude, area_id, state, state_since, seen_at, filed_at, due_at, skew_ms, awaits_staff, supporters)
  values (?, ?, ?, ?, ?, ?, ?, 'filed', ?, ?, ?, ?, 0, 1, 0)`)
const [reporter, fingerprint] = ['0190a5c0-0000-7000-8000-000000000000', 'f'.repeat(43)]

interface Filed { reportId: string, kind: string, text: string, place: { latitude: number, longitude: number }, areaId: string, seenAt: number }
interface Waiting { id: string, input: Filed, done: () => void }
let waiting: Waiting[] = []
const insertAll = database.transaction((group: Waiting[]) => {
  const now = Date.now()
  for (const { id, input: { reportId, kind, text, place, areaId, seenAt } } of group) {
    report.run(reportId, reporter, kind, text, place.latitude, place.longitude, areaId, now, seenAt, now, now + 86_400_000)
    receipt.run(id, reporter, fingerprint, seenAt, seenAt, now)
  }
})
function commit() {
  const group = waiting
  waiting = []
  insertAll(group)
  for (const { done } of group) done()
}

const app = new Hono().post('/api/commands', async (c) => {
  const { commands } = await c.req.json<{ commands: { id: string, input: Filed }[] }>()
  const [command] = commands
  await new Promise<void>((done) => {
    waiting.push({ id: command!.id, input: command!.input, done })
    if (waiting.length === 1) setImmediate(commit)
  })
  return c.json({ replies: [{ id: command!.id, status: 'accepted' }] })
})
const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }: AddressInfo) => console.log(`http://127.0.0.1:${port}`))
process.once('SIGTERM', () => server.close(() => process.exit(0)))
