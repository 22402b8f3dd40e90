import type { RunningServer } from '../support/server.ts'
import type { Person } from './load.ts'
import type { Select, Verified } from './verify.ts'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import Sqlite from 'better-sqlite3'
import { startServer } from '../support/server.ts'
import { crowd, openLoad } from './load.ts'
import { verify } from './verify.ts'

const PHONES = 32
const ALIVE_MS_MAX = 500
const COMMANDS_PER_KILL = 200
const VERIFIED_EVERY = 100

/** `replayedOtherwise`: acknowledged commands that were sent again and got another reply. */
export type Killed = Verified & { kills: number, replayedOtherwise: number, troubles: string[] }

const portOf = ({ url }: RunningServer) => Number(new URL(url).port)

function settle(dataDir: string, statements: readonly string[]) {
  const database = new Sqlite(join(dataDir, 'little-bee.sqlite'))
  database.transaction(() => statements.forEach(statement => database.exec(statement)))()
  database.close()
}

async function inspect(dataDir: string, look: (select: Select) => Promise<Verified>): Promise<Verified> {
  const database = new Sqlite(join(dataDir, 'little-bee.sqlite'))
  try {
    const integrity = database.pragma('integrity_check', { simple: true })
    if (integrity !== 'ok') throw new Error(`the database is damaged: ${String(integrity)}`)
    return await look(async statement => database.prepare(statement).all() as Record<string, unknown>[])
  }
  finally {
    database.close()
  }
}

/**
 * Kills the server (SQLite) again and again while phones send through HTTP. Before each next round the last
 * answered batches are sent again and must get the same replies; now and then, and at the end, the database
 * is compared with all that was acknowledged.
 */
export async function soakKills(kills: number, say: (line: string) => void = () => {}): Promise<Killed> {
  let server = await startServer()
  const { dataDir } = server
  const { people, statements } = crowd(kills * COMMANDS_PER_KILL)
  try {
    await server.stop()
    settle(dataDir, statements)
    const load = openLoad(people as Person[], PHONES)
    server = await startServer({ dataDir })
    await load.equip(portOf(server))
    let replayedOtherwise = 0

    for (let killed = 1; killed <= kills; killed++) {
      const running = server
      let isDead = false
      const working = load.run(() => portOf(running), () => isDead)
      await wait(Math.random() * ALIVE_MS_MAX)
      await running.kill()
      isDead = true
      await working
      if (killed % VERIFIED_EVERY === 0) {
        const verified = await inspect(dataDir, select => verify(select, load.answered))
        say(`${killed} kills: ${JSON.stringify({ ...verified, replayedOtherwise })}`)
      }
      server = await startServer({ dataDir })
      for (const batch of load.answered.slice(-PHONES)) {
        const again = await load.send(portOf(server), batch)
        if (!isDeepStrictEqual(again, batch.replies)) replayedOtherwise++
      }
    }
    await load.finish(() => portOf(server))
    load.close()
    await server.stop()
    const verified = await inspect(dataDir, select => verify(select, load.answered))
    return { kills, ...verified, replayedOtherwise, troubles: load.troubles.map(({ text }) => text) }
  }
  finally {
    await server.remove()
  }
}
