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

type Key = Parameters<typeof lockRow<typeof accounts>>[2]
/** What each of these keys finds, one after another on the same connection. */
const locked = (...keys: Key[]) => city.database.transact(async (tx) => {
  const found: unknown[] = []
  for (const key of keys) found.push(await lockRow(tx, accounts, key))
  return found
})

it('a row is found by whichever of its values are given', async () => {
  const phone = phoneOf('rider')
  const [rider] = await city.database.read.select().from(accounts).where(eq(accounts.phone, phone))
  const { id, name } = rider!
  expect(await locked({ id }, { phone }, { id, name }, { name, id }, { id, phone: phoneOf('rider2') }))
    .toEqual([rider, rider, rider, rider, undefined])
})

it('no value at all is refused, instead of every row of the table being locked', async () => {
  await expect(locked({})).rejects.toThrow('locked by no value')
})
