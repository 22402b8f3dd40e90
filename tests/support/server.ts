import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { root } from '../../server/setup.mjs'

/**
 * The real server in a process of its own, on a free loopback port and in a folder of its own; it may be
 * killed and started again.
 */
export async function startServer({
  dataDir = mkdtempSync(join(tmpdir(), 'little-bee-journey-')),
  port = 0,
  env = {},
  isTold = false,
}: {
  dataDir?: string
  port?: number
  env?: Record<string, string>
  /** It can be told something while it runs. */
  isTold?: boolean
} = {}) {
  const child = spawn(process.execPath, ['server/start.mjs'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe', ...isTold ? ['ipc' as const] : []],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      DATA_DIR: dataDir,
      HOST: '127.0.0.1',
      PORT: String(port),
      DEMO: '1',
      SAMPLE_CITY: '0',
      LOG_LEVEL: 'warn',
      TRUST_PROXY: '1',
      LIMITS_FACTOR: '1000', // One account does here what many do elsewhere.
      ...env,
    },
  })
  const { url, output } = await listening(child)
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill(signal)
    await exited
  }
  return {
    url,
    dataDir,
    output,
    pid: child.pid!,
    /** Tells the process something, and waits until it says that it has heard. */
    tell: async (message: object) => {
      const heard = once(child, 'message')
      child.send(message)
      await heard
    },
    isRunning: () => child.exitCode === null && child.signalCode === null,
    stop,
    /** Kills the process, as when the power fails. */
    kill: () => stop('SIGKILL'),
    remove: async () => {
      await stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
export type RunningServer = Awaited<ReturnType<typeof startServer>>

/** Resolves with the address the server prints; rejects with what it printed instead. */
function listening(child: ChildProcess): Promise<{ url: string, output: () => string }> {
  let printed = ''
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      printed += chunk.toString()
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)
      if (address) resolve({ url: address[0].replace('127.0.0.1', 'localhost'), output: () => printed })
    }
    child.stdout!.on('data', hear)
    child.stderr!.on('data', hear)
    child.once('exit', code => reject(new Error(`the server left with ${code}:\n${printed}`)))
  })
}
