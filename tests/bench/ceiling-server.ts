import type { AddressInfo } from 'node:net'
import process from 'node:process'
import { serve } from '@hono/node-server'
import Sqlite from 'better-sqlite3'
import { Hono } from 'hono'

// The most that Hono and SQLite can give here for two durable inserts a request: prepared statements,
// commits shared by whatever waits, nothing checked, nothing looked up.
const file = process.argv[2]!
const database = new Sqlite(file)
database.pragma('journal_mode = WAL')
database.pragma('synchronous = FULL')
database.exec('create table receipts (id text primary key, body text); create table reports (id text primary key, body text)')
const receipt = database.prepare('insert into receipts values (?, ?)')
const report = database.prepare('insert into reports values (?, ?)')

interface Waiting { id: string, body: string, done: () => void }
let waiting: Waiting[] = []
const insertAll = database.transaction((group: Waiting[]) => {
  for (const { id, body } of group) {
    receipt.run(id, body)
    report.run(id, body)
  }
})
function commit() {
  const group = waiting
  waiting = []
  insertAll(group)
  for (const { done } of group) done()
}

const app = new Hono().post('/api/commands', async (c) => {
  const { commands } = await c.req.json<{ commands: { id: string, input: unknown }[] }>()
  const [command] = commands
  await new Promise<void>((done) => {
    waiting.push({ id: command!.id, body: JSON.stringify(command!.input), done })
    if (waiting.length === 1) setImmediate(commit)
  })
  return c.json({ replies: [{ id: command!.id, status: 'accepted' }] })
})
const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }: AddressInfo) => console.log(`http://127.0.0.1:${port}`))
process.once('SIGTERM', () => server.close(() => process.exit(0)))
