// Installs and builds what a fresh clone lacks. Runs before anything is installed, so it uses Node's own
// modules only.
import { execFile, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

export const root = fileURLToPath(new URL('..', import.meta.url))
export const at = (...parts) => join(root, ...parts)
/** More than any of the tools prints (bytes). */
const OUTPUT_MAX = 64 * 1024 * 1024
const stamps = at('node_modules', '.cache', 'little-bee')

/** An error that a person has to correct; shown as its message, without a stack. */
export class SetupError extends Error {}

export const say = words => void process.stdout.write(`[little-bee] ${words}\n`)

/**
 * Runs a program. A SetupError is shown as its sentence; any other error is a fault and shown with its stack.
 * `main` is given a promise: until it is kept, SQLite can't be opened, as it may still be compiled.
 */
export async function runMain(main) {
  try {
    requireNode()
    const compiled = ensureInstalled()
    compiled.catch(() => {}) // Who awaits it hears of it.
    await main(compiled)
  }
  catch (error) {
    process.stderr.write(`[little-bee] ${error instanceof SetupError ? error.message : error.stack}\n`)
    process.exitCode = 1
  }
}

/**
 * Runs one of the tools that install and build, without its own output: a newcomer needs none of it. When the
 * tool fails, what it printed is shown, and `trouble` says in our words what went wrong.
 */
export function run(program, args, { env = process.env, trouble }) {
  const { status, error, stdout, stderr } = spawnSync(program, args, {
    cwd: root,
    env,
    encoding: 'utf8',
    maxBuffer: OUTPUT_MAX,
  })
  if (!error && status === 0) return
  process.stderr.write(`${stdout ?? ''}${stderr ?? ''}`)
  throw new SetupError(error ? `${trouble} (${error.message})` : trouble)
}

/** As `run`, while other things go on. */
async function runBeside(program, args, { env, trouble }) {
  try {
    await promisify(execFile)(program, args, { cwd: root, env, maxBuffer: OUTPUT_MAX })
  }
  catch ({ message, stdout, stderr }) {
    process.stderr.write(`${stdout ?? ''}${stderr ?? ''}`)
    throw new SetupError(`${trouble} (${message.split('\n')[0]})`)
  }
}

function requireNode() {
  const least = JSON.parse(readFileSync(at('package.json'), 'utf8')).engines.node.replace('>=', '')
  const [wanted, has] = [least, process.versions.node].map(version => version.split('.').map(Number))
  const differing = wanted.findIndex((part, i) => part !== has[i])
  if (differing >= 0 && has[differing] < wanted[differing]) {
    throw new SetupError(
      `This is Node ${process.versions.node}; Little Bee needs ${least} or newer (https://nodejs.org).`,
    )
  }
}

/**
 * Installs exactly the packages of the lock file, unless they are installed already. The promise is kept once
 * they are compiled too: that takes one core a minute, and building and checking don't wait for it.
 */
function ensureInstalled() {
  const stamp = `${digestOf(['package-lock.json'])} node-abi-${process.versions.modules}`
  const isReady = stampOf('install') === stamp || isInstalled()
  return (isReady ? Promise.resolve() : install()).then(() => keepStamp('install', stamp))
}

function install() {
  say('Installing packages: half a minute …')
  // NODE_ENV=production would leave out packages that building and testing need.
  const { NODE_ENV, npm_config_omit, npm_config_production, ...env } = process.env
  const [program, ...npm] = env.npm_execpath?.endsWith('.js') ? [process.execPath, env.npm_execpath] : ['npm']
  run(program, [...npm, 'ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund'], {
    env,
    trouble: 'npm could not install the packages; its own words are above. Can this machine reach the npm '
      + 'registry?',
  })
  say('Preparing SQLite beside the rest: a minute where it must be compiled …')
  return runBeside(program, [...npm, 'rebuild'], {
    env,
    trouble: 'SQLite could not be prepared; npm’s own words are above. Compiling better-sqlite3 needs a C++ '
      + 'compiler and Python.',
  })
}

/**
 * True if node_modules holds every package of the lock file in its version, built for this Node, as after a
 * manual `npm ci`.
 */
function isInstalled() {
  try {
    const packagesOf = path => JSON.parse(readFileSync(at(path), 'utf8')).packages
    const there = packagesOf('node_modules/.package-lock.json')
    const isThere = ([path, { version, optional }]) =>
      path === '' || optional || there[path]?.version === version
    if (!Object.entries(packagesOf('package-lock.json')).every(isThere)) return false
    const Sqlite = createRequire(import.meta.url)('better-sqlite3')
    new Sqlite(':memory:').close()
    return true
  }
  catch {
    return false
  }
}

/** The stamp saved under this name by the last build; undefined before the first. */
export function stampOf(name) {
  return existsSync(join(stamps, name)) ? readFileSync(join(stamps, name), 'utf8') : undefined
}

/** Saves the stamp of the sources from which something was built. */
export function keepStamp(name, stamp) {
  mkdirSync(stamps, { recursive: true })
  writeFileSync(join(stamps, name), stamp)
}

/** Every file below a folder of the project, by its path from the root. */
export function filesIn(folder) {
  return readdirSync(at(folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(root.length))
    .sort()
}

/** One digest of names and contents. */
export function digestOf(paths) {
  const hash = createHash('sha256')
  for (const path of paths) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(at(path)))
      .update('\0')
  }
  return hash.digest('hex')
}
