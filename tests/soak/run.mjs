// `npm run soak -- kills|fuzz|restarts [TIMES]`: the long runs, by hand. Short ones are among the tests.
import process from 'node:process'
import { ensureBuilt } from '../../server/build.mjs'
import { runMain } from '../../server/setup.mjs'

void runMain(async (compiled) => {
  const { register } = await import('tsx/esm/api')
  register()
  ensureBuilt()
  await compiled
  const { soak } = await import('./main.ts')
  process.exitCode = await soak(process.argv.slice(2))
})
