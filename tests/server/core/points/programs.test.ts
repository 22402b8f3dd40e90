import type { TestCity } from '../../../support/city.ts'
import process from 'node:process'
import { dialect } from '#server/database/dialect.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'
import { program } from './programs/acts.ts'
import { playProgram } from './programs/play.ts'
import { furnish } from './programs/stage.ts'

// LEDGER_PROGRAMS=10000 is the long run: another seed each time, and each act succeeds at least 300 times.
const LONG_RUN = 10_000
const programs = Number(process.env.LEDGER_PROGRAMS ?? (dialect === 'sqlite' ? 300 : 30))
const isLongRun = programs >= LONG_RUN
/** A slow machine's PostgreSQL takes a second for one. */
const TOLD = [
  'award',
  'redeem',
  'handOver',
  'cancel',
  'lapseOrder',
  'lapse',
  'remind',
  'ask',
  'decide',
  'setCap',
  'arrive',
  'move',
]

let city: TestCity
beforeAll(async () => {
  city = await openTestCity()
  await furnish(city)
})
afterAll(() => city.close())

it(
  `${programs} random programs: every step ends as the model says, and every invariant holds after it`,
  async () => {
    const counts = Object.fromEntries(TOLD.map(name => [name, 0]))
    await fc.assert(
      fc.asyncProperty(program, async (acts) => {
        const { succeeded } = await playProgram(city, acts)
        for (const name of succeeded) {
          if (name in counts) counts[name]!++
        }
      }),
      { numRuns: programs, ...(!isLongRun && { seed: 20_261_123 }) },
    )
    if (isLongRun) console.log('succeeded:', counts)
    const least = isLongRun ? 300 : 1
    expect(Object.entries(counts).filter(([, count]) => count < least)).toEqual([])
  },
)
