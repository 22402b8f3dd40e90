// `npm test`: brings what the tests need, runs them all and counts. `npm run check` (`run.mjs check`) runs
// the checks only. Other words choose: stages by name (check, shared, server, client, postgres, journeys,
// faults), files by any part of their path.
import process from 'node:process'
import { runMain } from '../server/setup.mjs'

void runMain(async (compiled) => {
  const { register } = await import('tsx/esm/api')
  register()
  const { runStages } = await import('./support/stages.ts')
  process.exitCode = await runStages(process.argv.slice(2), compiled)
})
