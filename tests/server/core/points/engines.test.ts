import { dialect } from '#server/database/dialect.ts'
import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { program } from './programs/acts.ts'

const SAME_ON_BOTH = 20
const sample = fc.sample(program, { seed: 4, numRuns: SAME_ON_BOTH })

/** How the programs end on the engine that DATABASE_URL names when the modules are loaded. */
async function ends(engine: typeof dialect): Promise<string[]> {
  const { openTestCity } = await import('../../../support/city.ts')
  const { playProgram } = await import('./programs/play.ts')
  const { furnish } = await import('./programs/stage.ts')
  const city = await openTestCity()
  try {
    expect(city.database.channel !== undefined).toBe(engine === 'postgresql')
    await furnish(city)
    const told: string[] = []
    for (const acts of sample) told.push((await playProgram(city, acts)).end)
    return told
  }
  finally {
    await city.close()
  }
}

// Whoever runs on SQLite loads nothing for it.
it.runIf(dialect === 'postgresql')('the same programs end in the same state on both engines', async () => {
  const here = await ends('postgresql')
  vi.resetModules()
  vi.stubEnv('DATABASE_URL', '')
  try {
    const there = await ends('sqlite')
    for (const [n, end] of here.entries()) expect(there[n]).toBe(end)
  }
  finally {
    vi.unstubAllEnvs()
  }
})
