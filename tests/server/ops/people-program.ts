import { spawn } from 'node:child_process'
import { once } from 'node:events'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../..', import.meta.url))
export interface Told { code: number, out: string, err: string }

/** What `npm run people -- WORDS` does once it is built, from the sources, on the city that these settings name. */
export async function people({ dataDir, databaseUrl }: { dataDir: string, databaseUrl: string }, ...words: string[]): Promise<Told> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: dataDir, DATABASE_URL: databaseUrl }
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/people.ts', ...words], { cwd: root, env })
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
