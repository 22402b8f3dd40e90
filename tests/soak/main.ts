import type { Postgres } from '../support/postgres.ts'
import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { say, SetupError } from '../../server/setup.mjs'
import { ensurePostgres } from '../support/machine.ts'
import { startPostgres } from '../support/postgres.ts'
import { soakKills } from './kills.ts'
import { soakRestarts } from './restarts.ts'

const FUZZ = fileURLToPath(new URL('fuzz-city.ts', import.meta.url))

/** The long runs by name, with how often each does its worst unless told otherwise. */
const soaks: Record<string, { times: number, run: (times: number) => Promise<boolean> }> = {
  kills: {
    times: 1000,
    run: async (times) => {
      const { troubles, ...figures } = await soakKills(times, say)
      return report({ ...figures, troubles })
    },
  },
  fuzz: {
    times: 100_000,
    run: async (times) => {
      const isFineOnSqlite = fuzz(times, {})
      const isFineOnPostgres = await withPostgres(async ({ url }) => fuzz(times, { DATABASE_URL: url }))
      return isFineOnSqlite && isFineOnPostgres
    },
  },
  restarts: {
    times: 100,
    run: async times => await withPostgres(async postgres =>
      report(await soakRestarts(postgres, times, say))),
  },
}

/** Every figure that counts a fault must be 0. */
function report(figures: object): boolean {
  process.stdout.write(`${JSON.stringify(figures, undefined, 2)}\n`)
  const { lost, doubled, replayedOtherwise = 0, deaf = 0, troubles } = figures as Record<string, number>
    & { troubles: string[] }
  return lost! + doubled! + replayedOtherwise + deaf + troubles.length === 0
}

async function withPostgres<Result>(use: (postgres: Postgres) => Promise<Result>) {
  const bin = ensurePostgres()
  if (bin === undefined) throw new SetupError('PostgreSQL is needed.')
  const postgres = await startPostgres(bin, { isDurable: true })
  try {
    return await use(postgres)
  }
  finally {
    await postgres.stop()
  }
}

/** In a process of its own: the engine is chosen when the server's code is loaded. */
function fuzz(times: number, settings: Record<string, string>): boolean {
  const { NODE_ENV: _mode, DATABASE_URL: _database, DATA_DIR: _data, ...env } = process.env
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', FUZZ, String(times)], {
    stdio: 'inherit',
    env: { ...env, ...settings },
  })
  return status === 0
}

/** `npm run soak -- NAME [TIMES]`; the exit code. */
export async function soak([name = '', times]: string[]): Promise<number> {
  const chosen = soaks[name]
  if (!chosen) throw new SetupError(`Say which: npm run soak -- ${Object.keys(soaks).join('|')} [TIMES]`)
  return await chosen.run(times === undefined ? chosen.times : Number(times)) ? 0 : 1
}
