import type { ChildProcess } from 'node:child_process'
import type { Count } from './count.ts'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { constants, setPriority, tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import process from 'node:process'
import { ensureBuilt } from '../../server/build.mjs'
import { root, say, SetupError } from '../../server/setup.mjs'
import { countPlaywright, countVitest, failedWith } from './count.ts'
import { ensureChromium, ensureMosquitto, ensurePostgres, ensureZbar } from './machine.ts'
import { quickFolder } from './memory.ts'
import { startPostgres } from './postgres.ts'

const units = ['shared', 'server', 'client']
const browsers = ['journeys', 'faults']
const names = ['check', ...units, 'postgres', ...browsers]
const checks: Record<string, string[]> = {
  'types': [
    'vue-tsc',
    '--noEmit',
    '--incremental',
    '--tsBuildInfoFile',
    'node_modules/.cache/little-bee/types',
  ],
  'style': [
    'eslint',
    '--config',
    'tests/eslint.config.js',
    '--cache',
    '--cache-location',
    'node_modules/.cache/little-bee/style',
    '--max-warnings',
    '0',
    '.',
  ],
  'styles': ['stylelint', '--config', 'tests/stylelint.config.js', 'client/**/*.{css,vue}'],
  'boundaries': ['depcruise', '--config', 'tests/boundaries.cjs', 'shared', 'server', 'client', 'tests'],
  'sizes': ['tsx', 'tests/support/house.ts'],
  'dead code': ['knip', '--config', 'tests/knip.json', '--no-progress'],
}

interface Stage {
  name: string
  /** `show`: whether its output is shown as it comes, or returned. */
  run: (show: boolean) => Promise<Count & { output?: string | undefined }>
  /** Runs while the stages before it run, as it mostly waits for browsers and clocks. */
  isBeside?: boolean
}
interface Told { name: string, count: Count, seconds: number }
/** How a test of the server begins that runs on SQLite alone, as PostgreSQL has no part in it. */
const ONCE = '// No engine decides this.'
/** Beside the units more processes only empty each other's caches. */
const ONE_WORKER = ['--workers=1']
const NOT_BUILT = failedWith('the app could not be built')
let isInterrupted = false

/**
 * Runs what the words choose (all of it without any), says how each stage went, and ends with one line of
 * sums. `compiled`: kept when SQLite can be opened. Returns the exit code.
 */
export async function runStages(words: string[], compiled: Promise<void>): Promise<number> {
  // The stage ends by itself; what was started is still put away.
  process.on('SIGINT', () => void (isInterrupted = true))
  const scratch = mkdtempSync(join(tmpdir(), 'little-bee-tests-'))
  try {
    const stages = plan(words, scratch, compiled)
    const running = new Map<Stage, ReturnType<typeof runOne>>()
    const begin = (stage: Stage, show: boolean) => {
      if (!running.has(stage)) running.set(stage, runOne(stage, show))
      return running.get(stage)!
    }
    if (stages[0]) begin(stages[0], true)
    for (const stage of stages) {
      if (stage.isBeside) begin(stage, false)
    }

    const told: Told[] = []
    for (const stage of stages) {
      if (isInterrupted && !running.has(stage)) continue
      say(`── ${stage.name}`)
      const { output, ...rest } = await begin(stage, true)
      process.stdout.write(output ?? '')
      told.push(rest)
    }
    return sumUp(told)
  }
  finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

async function runOne({ name, run }: Stage, show: boolean): Promise<Told & { output: string | undefined }> {
  const began = performance.now()
  const { output, ...count } = await run(show)
  return { name, count, seconds: Math.round((performance.now() - began) / 1000), output }
}

function sumUp(told: Told[]): number {
  say('── in all')
  for (const { name, count, seconds } of told)
    say(`${name.padEnd(24)} ${count.passed} passed, ${count.failed} failed, in ${seconds} s`)
  const [passed, failed] = [
    told.reduce((sum, { count }) => sum + count.passed, 0),
    told.reduce((sum, { count }) => sum + count.failed, 0),
  ]
  // Named here once more: a log is often read from its end, or only its end is kept.
  for (const { name, count } of told) {
    for (const failure of count.failures) say(`✗ ${name}: ${failure}`)
  }
  process.stdout.write(`${passed} passed, ${failed} failed\n`)
  return failed > 0 || passed === 0 || isInterrupted ? 1 : 0
}

function plan(words: string[], scratch: string, compiled: Promise<void>): Stage[] {
  const chosen = words.filter(word => names.includes(word))
  const parts = words.filter(word => !names.includes(word))
  const wants = (name: string) =>
    chosen.length === 0 ? name !== 'check' || parts.length === 0 : chosen.includes(name)
  const filesOf = (folders: string[], end: string) =>
    folders
      .flatMap(folder => filesIn(join('tests', folder)))
      .filter(path => path.endsWith(end) && parts.every(part => path.includes(part)))

  const unit = filesOf([...units, 'faults'].filter(wants), '.test.ts')
  const server = (wants('server') || wants('postgres') ? filesOf(['server'], '.test.ts') : [])
    .filter(path => !textOf(path).startsWith(ONCE))
  const journeys = filesOf(browsers.filter(wants), '.spec.ts')
  const bin = server.length > 0 ? ensurePostgres() : undefined
  if (journeys.length > 0) ensureChromium()
  const programs = [...unit, ...server, ...journeys].map(textOf)
  if (programs.some(text => text.includes('zbarimg'))) ensureZbar()
  if (programs.some(text => text.includes('mosquitto'))) ensureMosquitto()

  return [
    ...(wants('check') ? checkStages() : []),
    ...(unit.length > 0
      ? [{
          name: 'units, SQLite',
          run: async (show: boolean) => {
            await compiled
            return await vitest(unit, join(scratch, 'units.json'), show)
          },
        }]
      : []),
    ...(bin
      ? [{
          name: 'server, PostgreSQL',
          run: async (show: boolean) => {
            await compiled
            return await vitestOnPostgres(bin, server, join(scratch, 'postgres.json'), show)
          },
        }]
      : []),
    ...(journeys.length > 0
      ? [{
          name: 'journeys, Chromium',
          run: async (show: boolean) => {
            const isReady = isBuilt()
            await compiled
            if (!isReady) return NOT_BUILT
            const workers = unit.length + server.length > 0 ? ONE_WORKER : []
            return await playwright([...workers, ...journeys], join(scratch, 'journeys.json'), show)
          },
          isBeside: true,
        }]
      : []),
  ]
}

/**
 * The checks only read, and none waits for another: all start at once, and each says what it found when its
 * turn has come.
 */
function checkStages(): Stage[] {
  let running: Record<string, Promise<{ code: number, output: string }>> | undefined
  const startAll = () =>
    (running ??= Object.fromEntries(
      Object.entries(checks).map(([name, command]) => [name, overheard(command)]),
    ))
  return Object.keys(checks).map(name => ({
    name,
    run: async () => {
      const { code, output } = await startAll()[name]!
      return { ...(code === 0 ? { passed: 1, failed: 0, failures: [] } : failedWith('see above')), output }
    },
  }))
}

async function vitest(files: string[], report: string, show: boolean, env: Record<string, string> = {}) {
  const needsBuild = files.some(path => /support\/(?:server|program)\.ts/.test(textOf(path)))
  if (needsBuild && !isBuilt()) return NOT_BUILT
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const command = ['vitest', 'run', '--config', 'tests/vitest.config.ts', ...reporters, ...files]
  // PostgreSQL's tests find the modules that SQLite's have transformed; no other run does, so none is old.
  const modules = join(dirname(report), 'modules')
  const { code, output } = await ran(command, show, { LITTLE_BEE_MODULES: modules, ...env })
  return { ...countVitest(report, code), output }
}

async function vitestOnPostgres(bin: string, files: string[], report: string, show: boolean) {
  const postgres = await startPostgres(bin)
  try {
    return await vitest(files, report, show, { DATABASE_URL: postgres.url })
  }
  finally {
    await postgres.stop()
  }
}

/** Builds the app, as two tests that start a server at once must not. Says why when it can't. */
function isBuilt(): boolean {
  try {
    ensureBuilt()
    return true
  }
  catch (error) {
    if (!(error instanceof SetupError)) throw error
    say(error.message)
    return false
  }
}

async function playwright(chosen: string[], report: string, show: boolean) {
  const config = ['--config', 'tests/playwright.config.ts', '--reporter=list,json']
  const command = ['playwright', 'test', ...config, ...chosen]
  // The servers and phones of journeys live in memory, as the units' do.
  const env = { PLAYWRIGHT_JSON_OUTPUT_FILE: report, TMPDIR: quickFolder() }
  const { code, output } = await ran(command, show, env)
  return { ...countPlaywright(report, code), output }
}

/** Starts one of the installed programs, with none of the settings of a server that runs beside. */
function start(
  [name, ...args]: string[],
  stdio: 'inherit' | ['ignore', 'pipe', 'pipe'],
  env: Record<string, string> = {},
): ChildProcess {
  const { NODE_ENV: _mode, DATABASE_URL: _database, DATA_DIR: _data, ...rest } = process.env
  const child = spawn(join(root, 'node_modules', '.bin', name!), args, {
    cwd: root,
    stdio,
    env: { ...rest, ...env },
  })
  // Journeys go first; what runs beside them fills their pauses.
  if (name !== 'playwright' && child.pid) setPriority(child.pid, constants.priority.PRIORITY_LOW)
  return child
}

/** Runs a program; its exit code, and what it printed where that is not shown as it comes. */
async function ran(
  command: string[],
  show: boolean,
  env: Record<string, string>,
): Promise<{ code: number, output?: string }> {
  if (!show) return await overheard(command, env)
  const [code] = await once(start(command, 'inherit', env), 'exit') as [number | null]
  return { code: code ?? 1 }
}

/** Runs a program whose output is collected; its exit code and what it printed. */
async function overheard(
  command: string[],
  env: Record<string, string> = {},
): Promise<{ code: number, output: string }> {
  const child = start(command, ['ignore', 'pipe', 'pipe'], env)
  let output = ''
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', chunk => output += chunk)
  const [code] = await once(child, 'close') as [number | null]
  return { code: code ?? 1, output }
}

const textOf = (path: string) => readFileSync(join(root, path), 'utf8')

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(root, join(entry.parentPath, entry.name)))
    .sort()
}
