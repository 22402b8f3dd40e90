import type { TestCity } from '../../../support/city.ts'
import { phoneHint } from '#server/core/identity/index.ts'
import { accounts } from '#server/core/identity/tables.ts'
import { membersOf, staffOver } from '#server/core/posts/index.ts'
import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { COMMUNITY, ELSEWHERE, openTestCity, UNITS } from '../../../support/city.ts'

let city: TestCity
beforeEach(async () => {
  city = await openTestCity()
})
afterEach(() => city.close())

const disable = (name: 'staff2' | 'unit') =>
  city.database.transact(tx =>
    tx.update(accounts).set({ disabledAt: 1 }).where(eq(accounts.id, city.ids[name])),
  )
const sorted = (ids: string[]) => [...ids].sort()

it('those over a community are the staff of its street and the organisers of the city', async () => {
  const { staff, staff2, staffElsewhere, admin, admin2 } = city.ids
  expect(sorted(await staffOver(city.database.read, city.time.now, COMMUNITY))).toEqual(
    sorted([staff, staff2, admin, admin2]),
  )
  expect(sorted(await staffOver(city.database.read, city.time.now, ELSEWHERE))).toEqual(
    sorted([staffElsewhere, admin, admin2]),
  )
  expect(sorted(await staffOver(city.database.read, city.time.now, '4201'))).toEqual(sorted([admin, admin2]))
})

it('nobody who is disabled is called', async () => {
  await disable('staff2')
  await disable('unit')
  expect(await staffOver(city.database.read, city.time.now, COMMUNITY)).not.toContain(city.ids.staff2)
  expect(await membersOf(city.database.read, city.time.now, UNITS.roads)).toEqual([])
  expect(await membersOf(city.database.read, city.time.now, UNITS.power)).toEqual([city.ids.unit2])
})

it('a phone number is shown as a hint only', () => {
  expect(phoneHint('13800000001')).toBe('138****0001')
  expect(phoneHint(null)).toBe('')
})
