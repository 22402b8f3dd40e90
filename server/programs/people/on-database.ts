import type { Database } from '#server/database/database.ts'
import process from 'node:process'
import { loadAreas } from '#server/core/areas/index.ts'
import { migrate } from '#server/database/migrate.ts'
import { openDatabase } from '#server/database/open-database.ts'
import { readEnvironmentOrExit } from '#server/settings/environment.ts'
import { saidOf } from './mistake.ts'

/** Stands in the audit for whoever works on the server itself. */
export const operator = { accountId: 'operator', role: 'system', areaId: null, posts: [] } as const

/**
 * Reads the arguments, carries them out on the city's database, and prints the resulting sentence or why
 * nothing was changed. Works while the server runs, and before its first start.
 */
export function runOnDatabase<Words>(
  read: (args: readonly string[]) => Words,
  work: (database: Database, words: Words) => Promise<string>,
): void {
  async function run(): Promise<string> {
    const words = read(process.argv.slice(2)) // Parsed first, so that a mistyped word creates no database.
    const database = await openDatabase(readEnvironmentOrExit().databaseUrl)
    try {
      await migrate(database)
      await database.transact(loadAreas)
      return await work(database, words)
    }
    finally {
      await database.close()
    }
  }
  void run().then((answer) => {
    process.stdout.write(`${answer}\n`)
  }).catch((error: Error) => {
    process.stderr.write(`Nothing was changed. ${saidOf(error)}\n`)
    process.exitCode = 1
  })
}
