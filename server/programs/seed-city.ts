import process from 'node:process'
import { parseArgs } from 'node:util'
import { loadAreas } from '#server/core/areas/index.ts'
import { openKeys } from '#server/core/keys/index.ts'
import { migrate } from '#server/database/migrate.ts'
import { AlreadyServed, openForServing } from '#server/database/open-database.ts'
import { CityHasPeople, seedCity } from '#server/sample/city/seed-city.ts'
import { readEnvironmentOrExit } from '#server/settings/environment.ts'
import { DAY_MS, dayOf, isDay, startOfDay } from '#shared/kernel/day.ts'

// npm run seed:city -- --day 2026-11-29. The day is the last one of the city's story, today without it.

/** The hour of the story's last day at which it ends. */
const NOON_MS = 12 * 3_600_000
const MINUTE_MS = 60_000

/** The instant at which the story ends; without a day, the last whole minute. */
function storyEnd(day: string | undefined): number {
  if (day === undefined) return Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS
  if (!isDay(day)) throw new Error(`${day} is no day: give one as 2026-11-29.`)
  const end = startOfDay(day) + NOON_MS
  if (end > Date.now() + DAY_MS) throw new Error(`${day} has not come yet: today is ${dayOf(Date.now())}.`)
  return end
}

async function run(): Promise<string> {
  const { values: { day } } = parseArgs({ options: { day: { type: 'string' } } })
  const now = storyEnd(day)
  const settings = readEnvironmentOrExit()
  if (settings.isProduction && !settings.demo)
    throw new Error('A production city is no sample: its invented admins have numbers that somebody may own.')
  const database = await openForServing(settings.databaseUrl)
  try {
    await migrate(database)
    await database.transact(loadAreas)
    await openKeys(database, settings.secret, now)
    await database.alone(() => seedCity({ database, dataDir: settings.dataDir, now }))
    return `The city stands, as of ${dayOf(now)}. "npm start" opens it and says how to sign in.`
  }
  finally {
    await database.close()
  }
}

const saidOf = (error: Error) =>
  error instanceof CityHasPeople
    ? `This city has people (${error.message}): give a fresh DATA_DIR or DATABASE_URL.`
    : error instanceof AlreadyServed
      ? `A server runs on ${error.path}: stop it first, or give another DATA_DIR.`
      : error.message

void run().then((said) => {
  process.stdout.write(`${said}\n`)
}).catch((error: Error) => {
  process.stderr.write(`Nothing was seeded. ${saidOf(error)}\n`)
  process.exitCode = 1
})
