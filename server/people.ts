import type { Database } from './database/database.ts'
import process from 'node:process'
import { loadAreas } from './core/areas/index.ts'
import { openDatabase } from './database/database.ts'
import { migrate } from './database/migrate.ts'
import { readEnvironmentOrExit } from './environment.ts'
import { appoint, dismiss } from './people/appoint.ts'
import { listPeople } from './people/list-people.ts'
import { saidOf } from './people/mistake.ts'
import { addUnit, listUnits } from './people/units.ts'
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

/** In one turn, so that two who each dismiss the other leave one of them. */
async function obey({ read, transact }: Database, { word, rest, given }: ReturnType<typeof readWords>): Promise<string> {
  const [first = '', second = ''] = rest
  switch (word) {
    case 'list': return await listPeople(read)
    case 'units': return await listUnits(read)
    case 'appoint': return await transact(tx => appoint(tx, [first, second], given, Date.now()), 'people')
    case 'dismiss': return await transact(tx => dismiss(tx, first, given), 'people')
    case 'add-unit': return await transact(tx => addUnit(tx, first, given.area), 'people')
  }
}

void run(process.argv.slice(2)).then((said) => {
  process.stdout.write(`${said}\n`)
}).catch((error: Error) => {
  process.stderr.write(`Nothing was changed. ${saidOf(error)}\n`)
  process.exitCode = 1
})
