import type { TestCity } from '../../support/city.ts'
import { accounts } from '#server/core/identity/index.ts'
import { checkPoints } from '#server/core/points/index.ts'
import { signups } from '#server/core/signups/index.ts'
import { stations } from '#server/core/stations/index.ts'
import { mallItems, mallLosses, mallOrders, mallStock } from '#server/features/mall/tables.ts'
import { polls } from '#server/features/polls/tables.ts'
import { activities, volunteerHours } from '#server/features/volunteering/tables.ts'
import { buildSampleCity } from '#server/sample/build.ts'
import { sampleCityMistake } from '#server/sample/no-sample-in-production.ts'
import { sampleId } from '#server/sample/people.ts'
import { eq, gt, inArray } from 'drizzle-orm'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestCity } from '../../support/city.ts'

let city: TestCity
beforeEach(async () => {
  city = await openTestCity()
  const now = city.time.now
  await city.database.transact(async (tx) => {
    await tx
      .update(accounts)
      .set({ phone: null })
      .where(inArray(accounts.id, Object.values(city.ids))) // The sample people have the same numbers.
    await tx
      .insert(accounts)
      // As an earlier release left it: reports, no mall.
      .values({ id: sampleId('city'), role: 'resident', createdAt: now, deletedAt: now })
  })
})
afterEach(async () => {
  expect(await checkPoints(city.database)).toEqual([])
  await city.close()
})
const contents = async () =>
  await Promise.all(
    [accounts, stations, mallItems, mallStock, mallOrders, mallLosses].map(
      async table => await city.database.read.$count(table),
    ),
  )

it('a sample city that there was already gets stations, goods, and orders in every state, once', async () => {
  expect(await buildSampleCity(city)).toBe(true)
  const before = await contents()
  expect(before.slice(1, 3)).toEqual([620, 18])
  const states = (await city.database.read.select({ state: mallOrders.state }).from(mallOrders)).map(
    ({ state }) => state,
  )
  expect(new Set(states)).toEqual(new Set(['open', 'handedOver', 'cancelled', 'lapsed']))
  expect(await city.database.read.$count(mallLosses)).toBe(1)
  expect(await city.database.read.$count(activities, gt(activities.startsAt, city.time.now))).toBe(13)
  const outcomes = (await city.database.read.select().from(polls)).map(({ outcome }) => outcome ?? 'open')
  expect(outcomes.toSorted()).toEqual(['open', 'open', 'open', 'quorumMissed', 'shown'])
  expect(await city.database.read.$count(signups, eq(signups.state, 'waiting'))).toBe(3)
  expect(await city.database.read.$count(volunteerHours)).toBe(7)
  city.time.now += 3_600_000
  expect(await buildSampleCity(city)).toBe(false)
  expect(await contents()).toEqual(before)
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
