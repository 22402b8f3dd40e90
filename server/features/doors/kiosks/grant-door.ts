import type { CommandHandlers } from '#server/sync/context.ts'
import { expandKey } from '#shared/doors/device-key.ts'
import { fromBase64Url, toBase64Url } from '#shared/kernel/bytes.ts'
import { Refused } from '#shared/refusal.ts'
import { makeGrant } from '../locks/grants.ts'
import { stationOfKiosk } from './station-of-kiosk.ts'

/**
 * Lets a tablet open its station's lock by itself for a day. The key is its own: a grant is worth nothing
 * without it.
 */
export const grantDoor: CommandHandlers['stations.grantDoor'] = async ({ deviceKey }, context) => {
  const station = await stationOfKiosk(context)
  const key = fromBase64Url(deviceKey)
  if (!key || !expandKey(key)) throw new Refused({ code: 'stations.passWrong' })
  const { grant, issued, expires } = await makeGrant(context, station, key)
  // Unpaired meanwhile? Its grants ended before the station's row was ours, so this one would live on.
  await stationOfKiosk(context)
  return { grant: toBase64Url(grant), issued, expires }
}
