import type Sqlite from 'better-sqlite3'
import type { AddressInfo } from 'node:net'
import process from 'node:process'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'

interface Waiting<Input> { id: string, input: Input, done: () => void }

/**
 * A bare server beside which ours is measured: one command a request, commits shared by whatever waits,
 * nothing checked.
 */
export function serveGrouped<Input>(
  database: Sqlite.Database,
  write: (id: string, input: Input, now: number) => void,
): void {
  let waiting: Waiting<Input>[] = []
  const writeAll = database.transaction((group: Waiting<Input>[]) => {
    const now = Date.now()
    for (const { id, input } of group) write(id, input, now)
  })
  function commit() {
    const group = waiting
    waiting = []
    writeAll(group)
    for (const { done } of group) done()
  }

  const app = new Hono().post('/api/commands', async (c) => {
    const { commands: [command] } = await c.req.json<{ commands: { id: string, input: Input }[] }>()
    await new Promise<void>((done) => {
      waiting.push({ id: command!.id, input: command!.input, done })
      if (waiting.length === 1) setImmediate(commit)
    })
    return c.json({ replies: [{ id: command!.id, status: 'accepted' }] })
  })
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }: AddressInfo) =>
    console.log(`http://127.0.0.1:${port}`))
  process.once('SIGTERM', () => server.close(() => process.exit(0)))
}
