import type { Database } from '#server/database/database.ts'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { dropAllFactors } from '#server/core/identity/index.ts'
import { openKeys, OtherSecret, rotateKeys } from '#server/core/keys/index.ts'
import { openDatabase } from '#server/database/open-database.ts'
import { otherSecretMistake } from '#server/settings/data-dir.ts'
import { readEnvironmentOrExit } from '#server/settings/environment.ts'

// npm run keys:rotate, also while the server runs: the next key signs from now on, as when a private key may
// be known to others. With --new-secret, for a city whose secret is lost: new keys under the one that is set.
const settings = readEnvironmentOrExit()
const { values: { 'new-secret': isNewSecret } } =
  parseArgs({ options: { 'new-secret': { type: 'boolean', default: false } } })

async function run(): Promise<string> {
  const database = await openDatabase(settings.databaseUrl)
  try {
    return isNewSecret ? await takeSecret(database, Date.now()) : await rotate(database, Date.now())
  }
  finally {
    await database.close()
  }
}

async function rotate(database: Database, now: number): Promise<string> {
  await openKeys(database, settings.secret, now)
  await rotateKeys(database, now, { byHand: true })
  return 'The next key signs from now on. Codes that people hold already stay good.'
}

async function takeSecret(database: Database, now: number): Promise<string> {
  const { secret, secretSource } = settings
  const isOther = await openKeys(database, secret, now).then(() => false, (error: unknown) => {
    if (error instanceof OtherSecret) return true
    throw error
  })
  if (!isOther) throw new Error(`${secretSource} is the city's secret already.`)
  await rotateKeys(database, now, { isNewSecret: true })
  await database.transact(dropAllFactors) // Nobody can open them any more.
  return `${secretSource} is the city's secret from now on: start every server anew with it. `
    + 'Tablets have to be paired again, and second factors set up anew; '
    + 'open orders are picked up with the QR code, not with the digits, and polls that run have no result.'
}

void run().then((said) => {
  process.stdout.write(`${said}\n`)
}).catch((error: Error) => {
  const said = error instanceof OtherSecret ? otherSecretMistake(settings) : error.message
  process.stderr.write(`The keys were not changed. ${said}\n`)
  process.exitCode = 1
})
