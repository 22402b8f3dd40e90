import type { Postgres } from '../support/postgres.ts'
import type { RunningServer } from '../support/server.ts'
import type { Person, Trouble } from './load.ts'
import type { Select, Verified } from './verify.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { complaint } from '../support/bare-phone.ts'
import { eventsIn, nextNudge } from '../support/events.ts'
import { startServer } from '../support/server.ts'
import { crowd, openLoad } from './load.ts'
import { verify } from './verify.ts'

const SERVERS = 3
const PHONES = 24
const COMMANDS_PER_RESTART = 400
const QUIET_MS = 300
const UP_MS_MAX = 700
const NUDGE_MS_MAX = 20_000

/**
 * `troubles`: refusals to answer (5xx, retry) that can't be excused by a database that was down. `excused`:
 * those that can. `deaf`: servers that publish no nudges after the last restart.
 */
export type Restarted = Verified & { restarts: number, excused: number, troubles: string[], deaf: number }

const portOf = ({ url }: RunningServer) => Number(new URL(url).port)

async function onDatabase<Result>(url: string, look: (select: Select) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await look(async statement => (await client.query(statement)).rows as Record<string, unknown>[])
  }
  finally {
    await client.end()
  }
}

/** Restarts PostgreSQL again and again, gently and not, under three servers whose phones send by HTTP. */
export async function soakRestarts(
  postgres: Postgres,
  restarts: number,
  say: (line: string) => void = () => {},
): Promise<Restarted> {
  const dataDir = mkdtempSync(join(tmpdir(), 'little-bee-restarts-'))
  const env = { DATABASE_URL: postgres.url, SECRET: 'a secret that all three servers have been given' }
  const servers = await Promise.all(
    Array.from({ length: SERVERS }, async () => await startServer({ dataDir, env })),
  )
  try {
    const { people, statements } = crowd(restarts * COMMANDS_PER_RESTART)
    await onDatabase(postgres.url, async select => await select(statements.join(';\n')))
    const load = openLoad(people, PHONES)
    await load.equip(portOf(servers[0]!))
    const port = (phone: number) => portOf(servers[phone % SERVERS]!)
    const down: { from: number, until: number }[] = []

    let isOver = false
    const working = load.run(port, () => isOver)
    for (let restarted = 1; restarted <= restarts; restarted++) {
      await wait(QUIET_MS + Math.random() * UP_MS_MAX)
      const from = Date.now()
      await postgres.restart(restarted % 2 === 0 ? 'immediate' : 'fast')
      down.push({ from, until: Date.now() })
      const exited = servers.filter(server => !server.isRunning())
      if (exited.length > 0) throw new Error(`${exited.length} servers died:\n${exited[0]!.output()}`)
      if (restarted % 10 === 0) say(`${restarted} restarts, ${load.answered.length} batches answered`)
    }
    isOver = true
    await working
    await load.finish(port)
    const verified = await onDatabase(postgres.url, async select => await verify(select, load.answered))
    const deaf = await countDeaf(servers, people[0]!)
    load.close()
    const excused = load.troubles.filter(trouble => down.some(window => overlaps(trouble, window)))
    const troubles = load.troubles.filter(trouble => !excused.includes(trouble)).map(({ text }) => text)
    return { restarts, ...verified, excused: excused.length, troubles, deaf }
  }
  finally {
    for (const server of servers) await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

const overlaps = (trouble: Trouble, window: { from: number, until: number }) =>
  trouble.from < window.until && trouble.until > window.from

/** How many servers don't tell a phone of what its owner did at another one. */
async function countDeaf(servers: readonly RunningServer[], person: Person): Promise<number> {
  const streams = await Promise.all(servers.map(async ({ url }) => {
    const events = eventsIn(await fetch(`${url}/api/events`, { headers: { cookie: person.cookie } }))
    await events.next()
    return events
  }))
  const load = openLoad([person], 1)
  await load.send(portOf(servers[0]!), { person, commands: [complaint('灯太暗')] })
  load.close()
  const heard = await Promise.all(streams.map(async events =>
    await Promise.race([nextNudge(events).then(() => true), wait(NUDGE_MS_MAX, false, { ref: false })])))
  for (const events of streams) void events.return()
  return heard.filter(isHeard => !isHeard).length
}
