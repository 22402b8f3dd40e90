import type { AddressInfo } from 'node:net'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { loadAreas } from '#server/core/areas/index.ts'
import { openKeys } from '#server/core/keys/index.ts'
import { openRulings } from '#server/core/rulings/index.ts'
import { migrate } from '#server/database/migrate.ts'
import { openSqlite } from '#server/database/sqlite.ts'
import { buildApp } from '#server/http/app.ts'
import { openLog } from '#server/http/logs.ts'
import { openCity } from '#server/open-city.ts'
import { readEnvironment } from '#server/settings/environment.ts'
import { openChanges } from '#server/sync/changes.ts'
import { serve } from '@hono/node-server'

// The server as it is, but for the one thing a measurement may vary: how many works may share a commit.
const [, , dataDir = '', groupMax] = process.argv
mkdirSync(dataDir, { recursive: true })
const settings = readEnvironment({
  DATA_DIR: dataDir,
  DEMO: '1',
  LOG_LEVEL: 'error',
  TRUST_PROXY: '1',
  LIMITS_FACTOR: '1000000',
})
const database = openSqlite(
  join(dataDir, 'little-bee.sqlite'),
  groupMax === undefined ? undefined : Number(groupMax),
)
await migrate(database)
await database.transact(loadAreas)
await openKeys(database, settings.secret, Date.now())
const changes = await openChanges(database)
const city = openCity({
  database,
  changes,
  rulings: await openRulings(database, changes),
  settings,
  clock: Date.now,
  sms: { send: async () => {} },
  log: openLog(settings),
  isStopping: () => false,
  holdStop: () => {},
})
const app = buildApp(city)
const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }: AddressInfo) =>
  console.log(`http://127.0.0.1:${port}`))
process.once('SIGTERM', () => server.close(() => process.exit(0)))
