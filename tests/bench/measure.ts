import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const compiled = at('../../server/dist/bench')
let compiling: Promise<unknown> | undefined

/**
 * Compiles the servers beside this file the way `npm start` compiles the real one, so that each is measured
 * as people run it.
 */
function compileServers() {
  const names = readdirSync(at('.')).filter(name => name.endsWith('-server.ts'))
  const input = Object.fromEntries(names.map(name => [basename(name, '.ts'), at(name)]))
  return build({
    configFile: at('../../server/vite.config.ts'),
    logLevel: 'error',
    build: { outDir: compiled, rolldownOptions: { input } },
  })
}

/**
 * Starts one of the servers beside this file, compiled, in a process of its own; resolves with the address it
 * prints.
 */
export async function startBeside(
  name: string,
  ...args: string[]
): Promise<{ url: string, pid: number, stop: () => Promise<void> }> {
  await (compiling ??= compileServers())
  const child: ChildProcess = spawn(process.execPath, [join(compiled, `${name}.mjs`), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', code => reject(new Error(`${name} left with ${code}`)))
    child.stdout!.on('data', (chunk) => {
      printed += chunk
      const [found] = /http:\/\/127\.0\.0\.1:\d\S*/.exec(printed) ?? []
      if (found) resolve(found)
    })
  })
  return {
    url,
    pid: child.pid!,
    stop: async () => {
      const left = once(child, 'exit')
      child.kill('SIGTERM')
      await left
    },
  }
}

export const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

/**
 * Runs each contestant in turn, so many rounds over, so that a busy moment hits all alike; the median of
 * each.
 */
export async function interleave<Name extends string>(
  rounds: number,
  contestants: Record<Name, () => Promise<number>>,
): Promise<Record<Name, number>> {
  const results = {} as Record<Name, number[]>
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of Object.entries(contestants) as [Name, () => Promise<number>][])
      (results[name] ??= []).push(await run())
  }
  return Object.fromEntries(
    Object.entries<number[]>(results).map(([name, values]) => [name, median(values)]),
  ) as Record<Name, number>
}

/** Prints a figure beside what was promised, and remembers whether it was kept. */
export function promise(what: string, figure: number, kept: boolean, wanted: string): void {
  console.log(`${kept ? 'kept  ' : 'BROKEN'}  ${what}: ${figure.toFixed(2)} (wanted ${wanted})`)
  if (!kept) process.exitCode = 1
}
