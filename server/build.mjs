// Builds what runs from the sources: the app for the phones and the compiled server, each only when its own
// sources have changed.
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { at, digestOf, filesIn, keepStamp, run, say, stampOf } from './setup.mjs'

const packages = ['package-lock.json', 'package.json']
const servers = at('server', 'dist')
const SERVERS_KEPT = 8

/**
 * Builds the app and the server, each when its sources have changed since it was last built. Returns the
 * folder of the compiled server.
 */
export function ensureBuilt() {
  if (stampOf('build') !== appStamp() || !existsSync(at('client', 'dist', 'index.html'))) buildApp()
  const server = compiledServer()
  if (!existsSync(server)) buildServer(server)
  return server
}

/** Builds both. */
export function build() {
  buildApp()
  buildServer(compiledServer())
}

/**
 * The folder of the compiled server, named after a hash of its sources. It is either there and complete, or
 * missing.
 */
function compiledServer() {
  const programs = sourcesIn('server').filter(path => path.endsWith('.ts'))
  return join(servers, digestOf([...packages, ...programs, ...filesIn('shared')]).slice(0, 16))
}

/** A hash of the app's sources. */
function appStamp() {
  return digestOf([...packages, ...sourcesIn('client'), ...filesIn('shared')])
}

function buildApp() {
  say('Building the app: some ten seconds …')
  vite('The app could not be built; what is wrong stands above.', 'client/vite.config.ts')
  keepStamp('build', appStamp())
}

/**
 * Compiles into a folder beside and renames it, so that servers starting at the same time never see half of
 * one.
 */
function buildServer(done) {
  say('Building the server …')
  const begun = `${done}.${process.pid}`
  vite(
    'The server could not be built; what is wrong stands above.',
    'server/vite.config.ts',
    '--outDir',
    begun,
  )
  try {
    renameSync(begun, done)
  }
  catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes(error.code)) throw error
    rmSync(begun, { recursive: true }) // Another process has built the same meanwhile.
  }
  forgetOldServers()
}

/** Deletes all but the newest compiled servers: an older one may still run and load a module late. */
function forgetOldServers() {
  const madeAt = name => statSync(join(servers, name), { throwIfNoEntry: false })?.mtimeMs ?? 0
  const newestFirst = readdirSync(servers)
    .map(name => ({ name, age: -madeAt(name) }))
    .sort((a, b) => a.age - b.age)
  for (const { name } of newestFirst.slice(SERVERS_KEPT))
    rmSync(join(servers, name), { recursive: true, force: true })
}

function vite(trouble, config, ...options) {
  const env = { ...process.env, NODE_ENV: 'production' }
  run(
    process.execPath,
    [at('node_modules', 'vite', 'bin', 'vite.js'), 'build', '-c', config, '--logLevel', 'error', ...options],
    { env, trouble },
  )
}

/** The source files in a folder, without build results and pages about them. */
function sourcesIn(folder) {
  return filesIn(folder).filter(path => !path.startsWith(join(folder, 'dist')) && !path.endsWith('.md'))
}
