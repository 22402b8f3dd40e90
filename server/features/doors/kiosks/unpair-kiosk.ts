import type { CommandContext } from '#server/sync/context.ts'
import type { CommandInput } from '#shared/commands.ts'
import { disableAccount } from '#server/core/identity/index.ts'
import { kiosks, nudgeKiosks, requireStation } from '#server/core/stations/index.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq, isNull } from 'drizzle-orm'
import { endGrantsAt } from '../locks/tell-lock.ts'

/**
 * Handles `stations.unpair`: a tablet is nothing any more, at once; neither the codes on its screen nor its
 * own key open a door.
 */
export async function unpairKiosk(
  { kioskId }: CommandInput<'stations.unpair'>,
  context: CommandContext,
): Promise<void> {
  const { tx, now, nudge } = context
  const isPaired = and(eq(kiosks.accountId, kioskId), isNull(kiosks.unpairedAt))
  const [kiosk] = await tx.select({ stationId: kiosks.stationId }).from(kiosks).where(isPaired)
  if (!kiosk) throw new Refused({ code: 'stations.kioskUnknown' })
  const station = await requireStation(context, kiosk.stationId)
  await tx.update(kiosks).set({ unpairedAt: now }).where(isPaired)
  await disableAccount(tx, kioskId, now)
  await endGrantsAt(context, station)
  nudge(kioskId, 'stations.kiosk')
  await nudgeKiosks(context, station.id) // The others need new grants.
  nudge('*', 'stations.book', 'stations.desk')
}
