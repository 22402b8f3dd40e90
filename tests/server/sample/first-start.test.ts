import type { TestCity } from '../../support/city.ts'
import { accounts } from '#server/core/identity/index.ts'
import { checkPoints } from '#server/core/points/index.ts'
import { afterPhotoChecks, reports } from '#server/features/reports/tables.ts'
import { compareNewPhotos } from '#server/features/reports/tasks.ts'
import { buildSampleCity } from '#server/sample/build.ts'
import { samplePeople } from '#server/sample/people.ts'
import { REPORTS } from '#server/sample/reports.ts'
import { reportStates } from '#shared/reports/rules.ts'
import { eq, isNull } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestCity } from '../../support/city.ts'
import { mayDraw } from '../../support/drawings.ts'
import { freeNumbers } from './earlier.ts'

mayDraw()
let city: TestCity
beforeAll(async () => {
  city = await openTestCity()
  await freeNumbers(city)
})
afterAll(() => city.close())

it('a newcomer’s first start makes the whole sample city: people, and reports in every state', async () => {
  expect(await buildSampleCity(city)).toBe(true)
  const told = await city.database.read
    .select({ state: reports.state, mergedInto: reports.mergedInto })
    .from(reports)
  expect(told).toHaveLength(REPORTS)
  expect([...new Set(told.map(({ state }) => state))].sort()).toEqual([...reportStates].sort())
  const phones = (await city.database.read.select({ phone: accounts.phone }).from(accounts)).map(
    ({ phone }) => phone,
  )
  for (const { phone } of Object.values(samplePeople)) expect(phones).toContain(phone)
  expect(await checkPoints(city.database)).toEqual([])
})

it('in the sample city nobody hands in the photo from before as the one after', async () => {
  while (await compareNewPhotos(city) > 0);
  expect(await city.database.read.$count(afterPhotoChecks, isNull(afterPhotoChecks.fault))).toBe(0)
  expect(await city.database.read.$count(afterPhotoChecks, eq(afterPhotoChecks.fault, 'asBefore'))).toBe(0)
})

it('a second start adds nothing', async () => {
  expect(await buildSampleCity(city)).toBe(false)
  expect(await city.database.read.$count(reports)).toBe(REPORTS)
})
