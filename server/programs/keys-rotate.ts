import process from 'node:process'
import { openKeys, rotateKeys } from '#server/core/keys/index.ts'
import { openDatabase } from '#server/database/open-database.ts'
import { readEnvironmentOrExit } from '#server/settings/environment.ts'

// npm run keys:rotate, also while the server runs: the next key signs from now on, as when a private key may
// be known to others.
const settings = readEnvironmentOrExit()

async function run() {
  const database = await openDatabase(settings.databaseUrl)
  try {
    const now = Date.now()
    await openKeys(database, settings.secret, now)
    await rotateKeys(database, now, { byHand: true })
  }
  finally {
    await database.close()
  }
  process.stdout.write('The next key signs from now on. Codes that people hold already stay good.\n')
}

void run().catch((error: Error) => {
  process.stderr.write(`The keys were not changed. ${error.message}\n`)
  process.exitCode = 1
})
