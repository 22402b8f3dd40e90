import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Database } from './database/database.ts'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { serve } from '@hono/node-server'
import { loadAreas } from './core/areas/index.ts'
import { openSms } from './core/identity/index.ts'
import { openKeys, OtherSecret } from './core/keys/index.ts'
import { openRulings } from './core/rulings/index.ts'
import { dialect } from './database/dialect.ts'
import { migrate } from './database/migrate.ts'
import { AlreadyServed, openForServing } from './database/open-database.ts'
import { recentEndings } from './features/doors/locks/grants.ts'
import { openLocks, useLocks } from './features/doors/locks/locks.ts'
import { buildApp } from './http/app.ts'
import { openClientFiles } from './http/client-files.ts'
import { openLog } from './http/logs.ts'
import { openCity } from './open-city.ts'
import { greet } from './sample/greet.ts'
import { sampleCityMistake } from './sample/no-sample-in-production.ts'
import { otherSecretMistake } from './settings/data-dir.ts'
import { doubtsAbout, exitWithMistakes, readEnvironmentOrExit } from './settings/environment.ts'
import { closerOf, openStop } from './stop.ts'
import { asSystem } from './sync/as-system.ts'
import { openChanges } from './sync/changes.ts'
import { startTasks } from './tasks/schedule.ts'

const settings = readEnvironmentOrExit()
const log = openLog(settings)
for (const doubt of doubtsAbout(settings)) log.warn(doubt)
const { isStopping, holdStop, onStop, stop } = openStop(log)

const database = await openOrExit(settings.databaseUrl)
onStop('database', database.close)
for (const name of await migrate(database)) log.info({ migration: name }, 'the database was migrated')
const mistake = await sampleCityMistake(database.read, settings)
if (mistake !== undefined) exitWithMistakes([mistake])
await database.transact(loadAreas)
await openKeysOrExit()

const changes = await openChanges(database)
const city = openCity({
  database,
  changes,
  rulings: await openRulings(database, changes),
  settings,
  clock: Date.now,
  sms: openSms(settings.sms),
  log,
  isStopping,
  holdStop,
})
if (settings.sampleCity) {
  // Loaded here only, since it draws pictures with a large library.
  const { buildSampleCity } = await import('./sample/build.ts')
  await database.alone(() => buildSampleCity(city))
}
const locks = await openLocks(settings.locks, {
  log,
  noteUnlock: (entryId, isOpen) => asSystem(city, 'stations.noteUnlock', [{ entryId, isOpen }]),
  recentEndings: () => recentEndings(database.read, Date.now()),
})
useLocks(locks) // After the sample city has been seeded: its entries must open no real door.
onStop('locks', locks.close)
onStop('tasks', startTasks(city))

const files = openClientFiles(fileURLToPath(new URL('../client/dist', import.meta.url)), settings)
if (files.size === 0) log.warn('client/dist is empty: "npm run build" makes the app')
const app = buildApp(city)
const server = serve(
  {
    fetch: (request, env) => files.answer(request) ?? app.fetch(request, env),
    port: settings.port,
    hostname: settings.host,
  },
  ({ port }: AddressInfo) => greet(settings, port),
) as Server
onStop('server', closerOf(server))

server.on('error', (error: NodeJS.ErrnoException) => {
  process.stderr.write(
    error.code === 'EADDRINUSE'
      ? `Port ${settings.port} is taken: stop what uses it, or start with another, `
      + 'as in "PORT=8788 npm start".\n'
      : `The server can't listen: ${error.message}\n`,
  )
  process.exitCode = 1
  void stop().then(() => process.exit())
})

/** Ends the program with a sentence when the database can't be opened: nearly always a setting is wrong. */
async function openOrExit(url: string): Promise<Database> {
  try {
    const opened = await openForServing(url)
    await opened.run('select 1')
    return opened
  }
  catch (error) {
    if (error instanceof AlreadyServed) {
      return exitWithMistakes([
        `Another server runs on ${error.path}: stop it first, or give this one a DATA_DIR of its own.`,
      ])
    }
    const reason = error instanceof Error ? error.message || (error as { code?: string }).code : String(error)
    const check = dialect === 'postgresql'
      ? 'DATABASE_URL and whether the server runs'
      : 'DATA_DIR and who may write there'
    return exitWithMistakes([`The database can't be opened (${reason}): check ${check}.`])
  }
}

/**
 * Ends the program with a sentence when the secret is not the city's, since its keys and codes could not be
 * opened.
 */
async function openKeysOrExit(): Promise<void> {
  try {
    await openKeys(database, settings.secret, Date.now())
  }
  catch (error) {
    if (!(error instanceof OtherSecret)) throw error
    exitWithMistakes([otherSecretMistake(settings)])
  }
}
