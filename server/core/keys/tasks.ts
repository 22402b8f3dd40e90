import type { City } from '#server/city.ts'
import { rotateKeys } from './rotate-keys.ts'

/** Rotates the keys when it is time, and nudges those who check codes with them. */
export async function rotateSigningKeys({ database, changes, clock }: City): Promise<void> {
  if (await rotateKeys(database, clock()))
    await changes.publish([{ to: '*', names: ['mall.desk', 'mall.myOrders', 'stations.kiosk'] }])
}
