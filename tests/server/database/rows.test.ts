import type { TestCity } from '../../support/city.ts'
import { accounts } from '#server/core/identity/index.ts'
import { lockRow } from '#server/database/rows.ts'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestCity } from '../../support/city.ts'
import { phoneOf } from '../../support/template.ts'

let city: TestCity
beforeAll(async () => {
  city = await openTestCity()
})
afterAll(() => city.close())

const lock = (key: Parameters<typeof lockRow<typeof accounts>>[2]) =>
  city.database.transact(tx => lockRow(tx, accounts, key))

it('a row is found by whichever values are given, one after another on the same connection', async () => {
  const phone = phoneOf('rider')
  const [rider] = await city.database.read.select().from(accounts).where(eq(accounts.phone, phone))
  const { id, name } = rider!
  expect(await lock({ id })).toEqual(rider)
  expect(await lock({ phone })).toEqual(rider)
  expect(await lock({ id, name })).toEqual(rider)
  expect(await lock({ name, id })).toEqual(rider)
  expect(await lock({ id, phone: phoneOf('rider2') })).toBeUndefined()
})

it('no value at all is refused, instead of every row of the table being locked', async () => {
  await expect(lock({})).rejects.toThrow('locked by no value')
})
