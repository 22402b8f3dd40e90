import type { City } from '#server/city.ts'
import { rotateKeys } from './rotate-keys.ts'

/** Lets the next key sign when its time has come, and nudges those who check codes by the keys. */
export async function rotateSigningKeys({ database, changes, clock }: City): Promise<void> {
  if (await rotateKeys(database, clock()))
    await changes.publish([{ to: '*', names: ['mall.desk', 'mall.myOrders', 'stations.kiosk'] }])
}
