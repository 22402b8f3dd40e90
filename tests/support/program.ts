import { spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { root } from '../../server/setup.mjs'

export interface Told { code: number, out: string, err: string }

/** What `npm run PROGRAM -- WORDS` does with these settings and no others. */
export async function runProgram(
  name: 'backup' | 'keys-rotate' | 'ledger-check' | 'partners' | 'people' | 'restore' | 'seed-city',
  settings: Record<string, string>,
  ...words: string[]
): Promise<Told> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...settings }
  const child = spawn(process.execPath, ['server/start.mjs', name, ...words], { cwd: root, env })
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

/** What `npm run people -- WORDS` does on the city that these settings name. */
export const people = (
  { dataDir, databaseUrl }: { dataDir: string, databaseUrl: string },
  ...words: string[]
): Promise<Told> => runProgram('people', { DATA_DIR: dataDir, DATABASE_URL: databaseUrl }, ...words)
