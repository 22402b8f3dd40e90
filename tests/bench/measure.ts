import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** Starts one of the servers beside this file in a process of its own; resolves with the address it prints. */
export async function startBeside(name: string, ...args: string[]): Promise<{ url: string, pid: number, stop: () => Promise<void> }> {
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', here(name), ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
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

export const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

/** Runs each contestant in turn, so many rounds over, so that a busy moment hits all alike; the median of each. */
export async function interleave<Name extends string>(rounds: number, contestants: Record<Name, () => Promise<number>>): Promise<Record<Name, number>> {
  const results = {} as Record<Name, number[]>
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of Object.entries(contestants) as [Name, () => Promise<number>][])
      (results[name] ??= []).push(await run())
  }
  return Object.fromEntries(Object.entries<number[]>(results).map(([name, values]) => [name, median(values)])) as Record<Name, number>
}

/** Prints a figure beside what was promised, and remembers whether it was kept. */
export function promise(what: string, figure: number, kept: boolean, wanted: string): void {
  console.log(`${kept ? 'kept  ' : 'BROKEN'}  ${what}: ${figure.toFixed(2)} (wanted ${wanted})`)
  if (!kept) process.exitCode = 1
}
