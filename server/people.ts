import process from 'node:process'
import { loadAreas } from './core/areas/index.ts'
import { openDatabase } from './database/database.ts'
import { migrate } from './database/migrate.ts'
import { readEnvironmentOrExit } from './environment.ts'
import { saidOf } from './people/mistake.ts'
import { obey } from './people/obey.ts'
import { readWords } from './people/words.ts'

// npm run people -- WORD …, also while the server runs, and before it ever did.

async function run(args: readonly string[]): Promise<string> {
  const words = readWords(args) // First: a mistyped word makes no database.
  const database = await openDatabase(readEnvironmentOrExit().databaseUrl)
  try {
    await migrate(database)
    await database.transact(loadAreas)
    return await obey(database, words)
  }
  finally {
    await database.close()
  }
}

void run(process.argv.slice(2)).then((said) => {
  process.stdout.write(`${said}\n`)
}).catch((error: Error) => {
  process.stderr.write(`Nothing was changed. ${saidOf(error)}\n`)
  process.exitCode = 1
})
