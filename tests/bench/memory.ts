import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { startServer } from '../support/server.ts'
import { promise } from './measure.ts'

// What a freshly started server holds in memory while nobody asks it anything, over the sample city. The run
// that has just drawn that city holds more, once; it is told and promises nothing.
const SETTLE_MS = 5000
const IDLE_MIB_MAX = 150
const env = { SAMPLE_CITY: '1' }

async function residentMib(pid: number): Promise<number> {
  await wait(SETTLE_MS)
  const [, residentKb] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(residentKb) / 1024
}

const first = await startServer({ env })
const drawn = await residentMib(first.pid)
await first.stop()
const server = await startServer({ dataDir: first.dataDir, env })
const reports = new Sqlite(join(first.dataDir, 'little-bee.sqlite'), { readonly: true })
  .prepare('select count(*) from reports')
  .pluck()
  .get()
const idle = await residentMib(server.pid)
await server.remove()
if (reports === 0) throw new Error('there is no sample city')
promise('idle server with the sample city, MiB resident', idle, idle <= IDLE_MIB_MAX, `≤ ${IDLE_MIB_MAX}`)
console.log(`just after it drew that city: ${drawn.toFixed(0)} MiB`)
