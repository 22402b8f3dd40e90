import { spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { root } from '../../server/setup.mjs'

export interface Told { code: number, out: string, err: string }

/**
 * What one of the operator's programs does once it is built, from its source, with these settings and no
 * others.
 */
export async function runProgram(
  source: string,
  settings: Record<string, string>,
  ...words: string[]
): Promise<Told> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...settings }
  const child = spawn(process.execPath, ['--import', 'tsx', source, ...words], { cwd: root, env })
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  child.stderr.on('data', (chunk) => {
    err += chunk
  })
  const [code] = await once(child, 'close') as [number]
  return { code, out, err }
}
