// `npm start`: sets up what is missing, then runs the server in this same process, so that signals reach it
// directly.
// `npm run build` only builds; `npm run backup`, `npm run people` and the like run those programs of the same
// build.
import { join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { build, ensureBuilt } from './build.mjs'
import { runMain, say } from './setup.mjs'

const programs = ['backup', 'restore', 'ledger-check', 'keys-rotate', 'people', 'partners', 'seed-city']

/**
 * The defaults outside production: the sample city, codes on the terminal, and no log line for each request.
 */
function welcome() {
  if (process.env.NODE_ENV === 'production') return
  process.env.DEMO ??= '1'
  process.env.SAMPLE_CITY ??= '1'
  process.env.LOG_LEVEL ??= 'warn'
}

/** Loads a program of a compiled server; its stack traces name the lines of the sources. */
async function load(server, program) {
  process.setSourceMapsEnabled(true)
  process.umask(0o077) // The database, the photos and backups are for the city's own user alone.
  await import(pathToFileURL(join(server, `${program}.mjs`)).href)
}

void runMain(async (compiled) => {
  const [word] = process.argv.slice(2)
  if (word === 'build') {
    build()
    return await compiled
  }
  const server = ensureBuilt()
  await compiled
  if (programs.includes(word)) {
    // A program reads its arguments from the third on, without its own name among them.
    process.argv.splice(2, 1)
    return load(server, word)
  }
  welcome()
  say('Opening the city …')
  await load(server, 'main')
})
