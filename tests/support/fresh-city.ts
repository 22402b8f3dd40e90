import type { TestCity } from './city.ts'
import { checkPoints } from '#server/core/points/index.ts'
import { afterEach, beforeEach, expect } from 'vitest'
import { openTestCity } from './city.ts'

/**
 * Every test of the file gets a city of its own by `take`, which may put things into it; after each, the
 * ledger must add up.
 */
export function freshCity(
  take: (city: TestCity) => void | Promise<void>,
  env: Record<string, string> = {},
): void {
  let city: TestCity
  beforeEach(async () => {
    city = await openTestCity(env)
    await take(city)
  })
  afterEach(async () => {
    expect(await checkPoints(city.database)).toEqual([])
    await city.close()
  })
}
