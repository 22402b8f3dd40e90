import type { Reader } from '#server/database/database.ts'
import { lastSeen } from '#server/core/identity/index.ts'
import { stations } from '#server/core/stations/index.ts'
import { entries, kiosks } from '#server/features/stations/tables.ts'
import { and, asc, eq, inArray, isNull, max } from 'drizzle-orm'

/** The tablets in service, at these stations or at all, with when each last said anything. */
export async function kiosksSeen(read: Reader, stationIds?: string[]) {
  const isMeant = and(isNull(kiosks.unpairedAt), stationIds && inArray(kiosks.stationId, stationIds))
  const paired = await read
    .select({
      id: kiosks.accountId,
      stationId: kiosks.stationId,
      stationName: stations.name,
      label: kiosks.label,
      pairedAt: kiosks.pairedAt,
    })
    .from(kiosks)
    .innerJoin(stations, eq(stations.id, kiosks.stationId))
    .where(isMeant)
    .orderBy(asc(kiosks.pairedAt), asc(kiosks.accountId))
  const ids = paired.map(({ id }) => id)
  const seen = await lastSeen(read, ids)
  const last = await read
    .select({ id: entries.kioskId, at: max(entries.occurredAt) })
    .from(entries)
    .where(inArray(entries.kioskId, ids))
    .groupBy(entries.kioskId)
  const told = new Map(last.map(({ id, at }) => [id, Number(at)]))
  return paired.map(kiosk => ({
    ...kiosk,
    seenAt: Math.max(seen.get(kiosk.id) ?? 0, told.get(kiosk.id) ?? 0) || null,
  }))
}
