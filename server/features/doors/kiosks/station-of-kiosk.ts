import type { Station } from '#server/core/stations/index.ts'
import type { Reader } from '#server/database/database.ts'
import type { Actor } from '#server/sync/context.ts'
import { findStation, kiosks } from '#server/core/stations/index.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq, isNull } from 'drizzle-orm'

/** The station that the acting kiosk is paired with. */
export async function stationOfKiosk({ tx, actor }: { tx: Reader, actor: Actor }): Promise<Station> {
  const [kiosk] = await tx
    .select({ stationId: kiosks.stationId })
    .from(kiosks)
    .where(and(eq(kiosks.accountId, actor.accountId), isNull(kiosks.unpairedAt)))
  if (!kiosk) throw new Refused({ code: 'stations.kioskUnknown' })
  return await findStation(tx, kiosk.stationId)
}
