import type { Handler } from '#server/sync/context.ts'
import { fromBase64Url, toBase64Url } from '#shared/kernel/bytes.ts'
import { expandKey } from '#shared/proofs/device-key.ts'
import { Refused } from '#shared/refusal.ts'
import { makeGrant } from '../locks/grants.ts'
import { stationOfKiosk } from './kiosk-view.ts'

/** Decides `stations.grantDoor`: a kiosk's key may open its station's lock without the server for a day. */
export const grantDoor: Handler<'stations.grantDoor'> = async ({ deviceKey }, context) => {
  const station = await stationOfKiosk(context)
  const key = fromBase64Url(deviceKey)
  if (!key || !expandKey(key)) throw new Refused({ code: 'stations.passWrong' })
  const { grant, issued, expires } = await makeGrant(context, station, key)
  // Checked again: unpaired before `makeGrant` locked the station's row, the kiosk would keep a live grant.
  await stationOfKiosk(context)
  return { grant: toBase64Url(grant), issued, expires }
}
