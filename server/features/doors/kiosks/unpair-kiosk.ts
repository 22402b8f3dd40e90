import type { Handler } from '#server/sync/context.ts'
import { disableAccount } from '#server/core/identity/index.ts'
import { kiosks, nudgeKiosks, requireStation } from '#server/core/stations/index.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq, isNull } from 'drizzle-orm'
import { endGrantsAt } from '../locks/locks.ts'

/**
 * Decides `stations.unpair`: at once neither the kiosk's session, its door codes nor its grant open a door.
 */
export const unpairKiosk: Handler<'stations.unpair'> = async ({ kioskId }, context) => {
  const { tx, now, nudge } = context
  const isPaired = and(eq(kiosks.accountId, kioskId), isNull(kiosks.unpairedAt))
  const [kiosk] = await tx.select({ stationId: kiosks.stationId }).from(kiosks).where(isPaired)
  if (!kiosk) throw new Refused({ code: 'stations.kioskUnknown' })
  const station = await requireStation(context, kiosk.stationId)
  await tx.update(kiosks).set({ unpairedAt: now }).where(isPaired)
  await disableAccount(tx, kioskId, now)
  await endGrantsAt(context, station)
  nudge(kioskId, 'stations.kiosk')
  await nudgeKiosks(context, station.id) // The station's other kiosks need new grants.
  nudge('*', 'stations.book', 'stations.desk')
}
