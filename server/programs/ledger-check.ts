import { existsSync } from 'node:fs'
import process from 'node:process'
import { checkPoints, countTransfers } from '#server/core/points/index.ts'
import { databaseUrl, dialect } from '#server/database/dialect.ts'
import { openDatabase } from '#server/database/open-database.ts'

// npm run ledger:check
const ROWS_SHOWN_MAX = 100

async function run(): Promise<number> {
  // SQLite would create an empty file and find nothing wrong with it.
  if (dialect === 'sqlite' && !existsSync(databaseUrl.replace('file:', '')))
    throw new Error(`There is no database at ${databaseUrl}: check DATABASE_URL and DATA_DIR.`)
  const database = await openDatabase(databaseUrl)
  try {
    const broken = await checkPoints(database)
    for (const { name, rows } of broken) print(name, rows)
    if (broken.length === 0)
      process.stdout.write(`The points add up. Transfers checked: ${await countTransfers(database.read)}\n`)
    return broken.length === 0 ? 0 : 1
  }
  finally {
    await database.close()
  }
}

function print(name: string, rows: Record<string, unknown>[]) {
  process.stdout.write(`Broken: ${name}. Rows: ${rows.length}\n`)
  for (const row of rows.slice(0, ROWS_SHOWN_MAX)) process.stdout.write(`  ${JSON.stringify(row)}\n`)
  if (rows.length > ROWS_SHOWN_MAX) process.stdout.write(`  … and ${rows.length - ROWS_SHOWN_MAX} more\n`)
}

void run().catch((error: Error) => {
  process.stderr.write(`The points could not be checked. ${error.message}\n`)
  return 2
}).then((code) => {
  process.exitCode = code
})
