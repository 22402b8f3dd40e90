import type { City } from '#server/city.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { loadAreas } from '#server/core/areas/index.ts'
import { openKeys } from '#server/core/keys/index.ts'
import { openRulings } from '#server/core/rulings/index.ts'
import { dialect } from '#server/database/dialect.ts'
import { migrate } from '#server/database/migrate.ts'
import { openDatabase } from '#server/database/open-database.ts'
import { openCity } from '#server/open-city.ts'
import { seedCity } from '#server/sample/city/seed-city.ts'
import { readEnvironment } from '#server/settings/environment.ts'
import { openChanges } from '#server/sync/changes.ts'
import { pino } from 'pino'
import { createDatabase, letGo } from './template.ts'

/** The instant that the story of a seeded city has come to, in tests: a Saturday at noon. */
export const STORY_END = Date.parse('2026-11-28T04:00:00Z')

/** A city as `npm run seed:city` makes it, on the engine that DATABASE_URL names. */
export async function openSeededCity(): Promise<City & { close: () => Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'little-bee-seeded-'))
  const databaseUrl = dialect === 'postgresql'
    ? await createDatabase(process.env.DATABASE_URL!)
    : `file:${join(dataDir, 'city.sqlite')}`
  const database = await openDatabase(databaseUrl)
  await migrate(database)
  await database.transact(loadAreas)
  const settings = readEnvironment({
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    SECRET: 'a secret for tests, long enough to pass',
  })
  await openKeys(database, settings.secret, STORY_END)
  await seedCity({ database, dataDir, now: STORY_END })
  const changes = await openChanges(database)
  const city = openCity({
    database,
    changes,
    rulings: await openRulings(database, changes),
    settings,
    clock: () => STORY_END,
    sms: { send: async () => {} },
    log: pino({ level: 'silent' }),
    isStopping: () => false,
    holdStop: () => {},
  })
  return {
    ...city,
    close: async () => {
      await letGo({ url: databaseUrl, database })
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
