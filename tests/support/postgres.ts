import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import process from 'node:process'
import { quickFolder } from './memory.ts'

const DEBIAN = '/usr/lib/postgresql'
const START_MS_MAX = 120_000

/**
 * The folder of PostgreSQL's server programs, the newest where Debian keeps several; undefined where there
 * are none.
 */
export function findPostgres(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...versions.map(version => join(DEBIAN, version, 'bin')),
    ...(process.env.PATH ?? '').split(':'),
  ]
  return folders.find(folder => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
}

export interface Postgres {
  readonly url: string
  readonly stop: () => Promise<void>
  /** Ends it, `fast` (sessions are told) or `immediate` (as in a crash), and starts it on the same data. */
  readonly restart: (how: 'fast' | 'immediate') => Promise<void>
}

/**
 * A PostgreSQL of our own on a free port, in a folder that vanishes with it; it forgets everything when the
 * power fails, which tests may. Where it `isDurable`, what it committed outlives its own crash.
 */
export async function startPostgres(
  bin: string,
  { isDurable = false } = {},
): Promise<Postgres> {
  const folder = mkdtempSync(join(quickFolder(), 'little-bee-postgres-'))
  const user = process.getuid?.() === 0 ? unprivileged() : undefined // PostgreSQL refuses to run as root.
  if (user) chownSync(folder, user.uid, user.gid)
  const options = { cwd: folder, ...user }
  const data = join(folder, 'data')

  const made = spawnSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'bee', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { ...options, encoding: 'utf8' },
  )
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`)

  const port = await freePort()
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
    'fsync=off',
    `full_page_writes=${isDurable ? 'on' : 'off'}`,
    `synchronous_commit=${isDurable ? 'on' : 'off'}`,
    'max_connections=400',
    'autovacuum=off', // Rows stay in the order of their insertion, and plans don't change meanwhile.
  ].flatMap(setting => ['-c', setting])

  async function start() {
    const server = spawn(join(bin, 'postgres'), ['-D', data, ...settings], {
      ...options,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const exited = once(server, 'exit')
    const end = async (signal: NodeJS.Signals) => {
      server.kill(signal)
      await exited
    }
    await ready(server.stderr).catch(async (error: unknown) => {
      await end('SIGINT')
      throw error
    })
    return end
  }

  const remove = () => rmSync(folder, { recursive: true, force: true })
  let end = await start().catch((error: unknown) => {
    remove()
    throw error
  })
  return {
    // By its socket: a query over TCP costs both ends more of the processor.
    url: `postgres://bee@127.0.0.1:${port}/postgres?host=${encodeURIComponent(folder)}`,
    stop: async () => {
      await end('SIGINT') // Fast shutdown: sessions still open are ended.
      remove()
    },
    restart: async (how) => {
      await end(how === 'fast' ? 'SIGINT' : 'SIGQUIT')
      end = await start()
    },
  }
}

function ready(log: NodeJS.ReadableStream): Promise<void> {
  let said = ''
  return new Promise((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Error(`PostgreSQL did not start in time:\n${said}`)),
      START_MS_MAX,
    )
    log.on('data', (chunk: Uint8Array) => {
      // Only the end is kept: clients that call while it recovers fill any log before it is ready.
      said = (said + chunk.toString()).slice(-10_000)
      if (!said.includes('ready to accept connections')) return
      clearTimeout(late)
      resolve()
    })
    log.once('end', () => {
      clearTimeout(late)
      reject(new Error(`PostgreSQL ended:\n${said}`))
    })
  })
}

function unprivileged(): { uid: number, gid: number } {
  const users = readFileSync('/etc/passwd', 'utf8').split('\n').map(line => line.split(':'))
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody')
  if (!user) throw new Error('PostgreSQL can\'t run as root, and there is no user postgres or nobody.')
  return { uid: Number(user[2]), gid: Number(user[3]) }
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  probe.close()
  await once(probe, 'close')
  return port
}
