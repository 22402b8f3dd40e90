// `npm run bench`: measures what was promised, each part in a process of its own so that none warms another.
// Words choose parts by name; the exit code says whether every promise was kept.
import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { ensureBuilt } from '../../server/build.mjs'
import { runMain, say } from '../../server/setup.mjs'

const parts = [
  'filing',
  'redeem',
  'signups',
  'voices',
  'announcements',
  'figures',
  'ledger',
  'drain',
  'scanner',
  'door',
  'files',
  'unchanged',
  'stations',
  'console',
  'keyboard',
  'export',
  'memory',
  'lighthouse',
]

void runMain(async (compiled) => {
  const words = process.argv.slice(2)
  ensureBuilt()
  await compiled
  for (const part of parts.filter(name => words.length === 0 || words.includes(name))) {
    say(`── ${part}`)
    const { NODE_ENV: _mode, DATABASE_URL: _database, DATA_DIR: _data, ...env } = process.env
    const program = fileURLToPath(new URL(`${part}.ts`, import.meta.url))
    const { status } = spawnSync(process.execPath, ['--import', 'tsx', program], { stdio: 'inherit', env })
    if (status !== 0) process.exitCode = 1
  }
})
