import type { AddressInfo } from 'node:net'
import process from 'node:process'
import { serve } from '@hono/node-server'
import Sqlite from 'better-sqlite3'
import { Hono } from 'hono'

// The most that Hono and SQLite can give here for what a redemption or an award must write at least: prepared statements,
// commits shared by whatever waits, nothing checked but the stock, nothing looked up, no index beyond the keys, no trigger.
const [, , file = '', kind = 'redeem'] = process.argv
const database = new Sqlite(file)
database.pragma('journal_mode = WAL')
database.pragma('synchronous = FULL')
database.exec(`create table receipts (id text primary key, body text); create table transfers (id text primary key, ref text unique, amount integer);
  create table orders (id text primary key, body text); create table stock (id integer primary key, on_hand integer, reserved integer); insert into stock values (1, 100000000, 0);
  create table accounts (id integer primary key, posted integer, held integer); create table reports (id text primary key, state text);
  create table steps (id text primary key, body text); create table caps (id text primary key, used integer); create table notices (id text primary key, body text)`)
database.exec(`insert into accounts values ${Array.from({ length: 32 }, (_, id) => `(${id}, 100000000, 0)`).join(',')}`)
const statement = (sql: string) => database.prepare(sql)
const receipt = statement('insert into receipts values (?, ?)')
const transfer = statement('insert into transfers values (?, ?, 1)')
const stock = statement('update stock set reserved = reserved + 1 where id = 1 and on_hand - reserved >= 1')
const hold = statement('update accounts set held = held + 1 where id = ? and posted - held >= 1')
const order = statement('insert into orders values (?, ?)')
const give = statement('update accounts set posted = posted + 1 where id = ?')
const report = statement(`insert into reports values (?, 'accepted') on conflict do update set state = 'accepted'`)
const step = statement('insert into steps values (?, ?)')
const cap = statement('insert into caps values (?, 50) on conflict do update set used = used + 50')
const notice = statement('insert into notices values (?, ?)')

const works: Record<string, (id: string, body: string) => void> = {
  redeem: (id, body) => {
    stock.run()
    hold.run(Math.floor(Math.random() * 32))
    transfer.run(id, id)
    order.run(id, body)
  },
  award: (id, body) => {
    report.run(id)
    step.run(id, body)
    cap.run(id)
    transfer.run(id, id)
    give.run(Math.floor(Math.random() * 32))
    notice.run(id, body)
    notice.run(`${id} points`, body)
  },
}
const work = works[kind]!

interface Waiting { id: string, body: string, done: () => void }
let waiting: Waiting[] = []
const runAll = database.transaction((group: Waiting[]) => {
  for (const { id, body } of group) {
    work(id, body)
    receipt.run(id, body)
  }
})
function commit() {
  const group = waiting
  waiting = []
  runAll(group)
  for (const { done } of group) done()
}

const app = new Hono().post('/api/commands', async (c) => {
  const { commands: [command] } = await c.req.json<{ commands: { id: string, input: unknown }[] }>()
  await new Promise<void>((done) => {
    waiting.push({ id: command!.id, body: JSON.stringify(command!.input), done })
    if (waiting.length === 1) setImmediate(commit)
  })
  return c.json({ replies: [{ id: command!.id, status: 'accepted' }] })
})
const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }: AddressInfo) => console.log(`http://127.0.0.1:${port}`))
process.once('SIGTERM', () => server.close(() => process.exit(0)))
