import type { Transaction } from '#server/database/database.ts'
import { eq } from 'drizzle-orm'
import { stationKeepers } from './tables.ts'

/** From now on somebody keeps these stations and no other. */
export async function keepOnly(
  tx: Transaction,
  accountId: string,
  stationIds: readonly string[],
): Promise<void> {
  await tx.delete(stationKeepers).where(eq(stationKeepers.accountId, accountId))
  if (stationIds.length > 0)
    await tx.insert(stationKeepers).values(stationIds.map(stationId => ({ stationId, accountId })))
}
