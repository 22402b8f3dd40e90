import type { City } from '#server/city.ts'
import { rotateKeys } from '#server/core/keys/index.ts'

/** Lets the next key take over when its time has come, and tells those who check codes by them. */
export async function rotateSigningKeys({
  database,
  changes,
  clock,
}: Pick<City, 'database' | 'changes' | 'clock'>): Promise<void> {
  if (await rotateKeys(database, clock()))
    await changes.tell([{ to: '*', names: ['mall.desk', 'mall.myOrders', 'stations.kiosk'] }])
}
