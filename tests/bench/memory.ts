import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { startServer } from '../support/server.ts'
import { promise } from './measure.ts'

// What a freshly started server holds in memory while nobody asks it anything.
const SETTLE_MS = 5000

const server = await startServer()
await wait(SETTLE_MS)
const [, residentKb] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8')) ?? []
await server.remove()
const residentMb = Number(residentKb) / 1024
promise('idle server, MiB resident', residentMb, residentMb <= 150, '≤ 150')
