// `npm start`: sets up what is missing, then runs the server in this same process, so that signals reach it directly.
// `npm run build` (`start.mjs build`) only builds.
import process from 'node:process'
import { build, ensureBuilt, runMain } from './setup.mjs'

/** Outside production a newcomer gets the sample city, codes on the screen and a terminal without a line for every request. */
async function serve() {
  if (process.env.NODE_ENV !== 'production') {
    process.env.DEMO ??= '1'
    process.env.SAMPLE_CITY ??= '1'
    process.env.LOG_LEVEL ??= 'warn'
  }
  const { register } = await import('tsx/esm/api')
  register()
  await import('./main.ts')
}

void runMain(async () => {
  if (process.argv[2] === 'build') return build()
  ensureBuilt()
  await serve()
})
