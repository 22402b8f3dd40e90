import type { TestCity } from '../../support/city.ts'
import { checkPoints } from '#server/core/points/index.ts'
import { mallOrders } from '#server/features/mall/tables.ts'
import { buildSampleCity } from '#server/sample/build.ts'
import { sampleCityMistake } from '#server/sample/no-sample-in-production.ts'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestCity } from '../../support/city.ts'
import { mayDraw } from '../../support/drawings.ts'
import { leaveAsEarlier } from './earlier.ts'

mayDraw()
let city: TestCity
beforeEach(async () => {
  city = await openTestCity()
  await leaveAsEarlier(city)
})
afterEach(async () => {
  expect(await checkPoints(city.database)).toEqual([])
  await city.close()
})

it('interrupted and resumed on the next day, it tells the same stories', async () => {
  let left = 60
  const failing: TestCity = { ...city, database: { ...city.database, transact: async (...given) => {
    if (left-- === 0) throw new Error('the power failed')
    return await city.database.transact(...given)
  } } }
  await expect(buildSampleCity(failing)).rejects.toThrow('the power failed')
  const begun = await city.database.read.$count(mallOrders)
  expect(begun).toBeGreaterThan(0)
  city.time.now += 86_400_000
  expect(await buildSampleCity(city)).toBe(true)
  expect(begun).toBeLessThan(12)
  expect(await city.database.read.$count(mallOrders)).toBe(12)
})

it('a production server doesn’t open a sample city, and opens any other', async () => {
  const production = { isProduction: true, demo: false }
  expect(await sampleCityMistake(city.database.read, { ...production, demo: true })).toBeUndefined()
  expect(await sampleCityMistake(city.database.read, production)).toContain('sample city')
  const other = await openTestCity()
  expect(await sampleCityMistake(other.database.read, production)).toBeUndefined()
  await other.close()
})
