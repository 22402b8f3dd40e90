import process from 'node:process'
import { loadAreas } from '#server/core/areas/index.ts'
import { migrate } from '#server/database/migrate.ts'
import { openDatabase } from '#server/database/open-database.ts'
import { readEnvironmentOrExit } from '#server/settings/environment.ts'
import { saidOf } from './people/mistake.ts'
import { runWord } from './people/run-command.ts'
import { readArgs } from './people/words.ts'

// npm run people -- WORD …, also while the server runs, and before it ever did.

async function run(args: readonly string[]): Promise<string> {
  const words = readArgs(args) // First: a mistyped word makes no database.
  const database = await openDatabase(readEnvironmentOrExit().databaseUrl)
  try {
    await migrate(database)
    await database.transact(loadAreas)
    return await runWord(database, words)
  }
  finally {
    await database.close()
  }
}

void run(process.argv.slice(2)).then((answer) => {
  process.stdout.write(`${answer}\n`)
}).catch((error: Error) => {
  process.stderr.write(`Nothing was changed. ${saidOf(error)}\n`)
  process.exitCode = 1
})
