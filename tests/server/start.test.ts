import type { RunningServer } from '../support/server.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { dialect } from '#server/database/dialect.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { barePhone, complaint } from '../support/bare-phone.ts'
import { createDatabase } from '../support/city.ts'
import { startServer } from '../support/server.ts'

const SECRET = 'the secret that this city was made with'
let dataDir: string
let running: RunningServer[]
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'little-bee-start-'))
  running = []
})
afterEach(async () => {
  for (const server of running) await server.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

/** A server of one city; what it prints instead of starting is thrown. */
async function start(env: Record<string, string> = {}) {
  const server = await startServer({ dataDir, env })
  running.push(server)
  return server
}
const database = async (): Promise<Record<string, string>> =>
  dialect === 'postgresql' ? { DATABASE_URL: await createDatabase(process.env.DATABASE_URL!) } : {}
const mistakeOf = async (starting: Promise<unknown>) =>
  await starting.then(() => 'it started', (error: Error) => error.message)

it('with another secret a server refuses to start, says which, and harms nothing', async () => {
  const env = await database()
  const first = await start({ ...env, SECRET })
  await first.stop()
  const other = await mistakeOf(start({ ...env, SECRET: 'a secret with a mistake in it, as happens' }))
  expect(other).toContain('the server left with 2')
  expect(other).toContain(
    '  - SECRET is not the secret that this city\'s database was made with: start with that one.',
  )
  // Its own is in a file where none is given.
  expect(await mistakeOf(start(env))).toContain(
    `  - ${join(dataDir, 'secret')} is not the secret that this city's database was made with`,
  )
  const again = await start({ ...env, SECRET })
  const phone = await barePhone(again.url, '13800002511')
  expect(await phone.send(again.url, complaint('灯太暗'))).toMatchObject([{ status: 'accepted' }])
})

it.runIf(dialect === 'sqlite')('a second server on the same SQLite folder refuses to start', async () => {
  const first = await start()
  const second = await mistakeOf(start())
  expect(second).toContain('the server left with 2')
  expect(second).toContain(
    `  - Another server runs on ${join(dataDir, 'little-bee.sqlite')}: `
    + 'stop it first, or give this one a DATA_DIR of its own.',
  )
  const phone = await barePhone(first.url, '13800002512')
  expect(await phone.send(first.url, complaint('灯太暗'))).toMatchObject([{ status: 'accepted' }])
  await first.kill() // However it ends, its claim ends with it.
  await start()
})

it.runIf(dialect === 'postgresql')('three that start at once on an empty database all start', async () => {
  const env = await database()
  const servers = await Promise.all([start(env), start(env), start(env)])
  const phone = await barePhone(servers[0]!.url, '13800002513')
  for (const { url } of servers)
    expect(await phone.send(url, complaint('灯太暗'))).toMatchObject([{ status: 'accepted' }])
})
