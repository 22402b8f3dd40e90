import type { TestCity } from '../../support/city.ts'
import { accounts } from '#server/core/identity/index.ts'
import { sampleId } from '#server/sample/people.ts'
import { inArray } from 'drizzle-orm'

/** Takes the numbers of the test people, since the sample people have the same. */
export async function freeNumbers({ database, ids }: TestCity): Promise<void> {
  await database.transact(tx =>
    tx.update(accounts).set({ phone: null }).where(inArray(accounts.id, Object.values(ids))))
}

/** Makes the city one that an earlier release left: its sample has reports, no stations and no mall. */
export async function leaveAsEarlier(city: TestCity): Promise<void> {
  await freeNumbers(city)
  const now = city.time.now
  await city.database.transact(tx =>
    tx.insert(accounts).values({ id: sampleId('city'), role: 'resident', createdAt: now, deletedAt: now }))
}
