import type { Reader } from '#server/database/database.ts'
import { lastSeen } from '#server/core/identity/index.ts'
import { and, asc, eq, inArray, isNull, max } from 'drizzle-orm'
import { entries, kiosks, stations } from './tables.ts'

export type Kiosk = typeof kiosks.$inferSelect

/** The kiosks paired with a station now. */
export const kiosksAt = async (read: Reader, stationId: string): Promise<Kiosk[]> =>
  await read.select().from(kiosks).where(and(eq(kiosks.stationId, stationId), isNull(kiosks.unpairedAt)))

/**
 * The kiosks paired with these stations, or with any, oldest first. `seenAt`: its last request or the last
 * entry it recorded, whichever is later (ms).
 */
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
  const lastRequests = await lastSeen(read, ids)
  const newest = await read
    .select({ id: entries.kioskId, at: max(entries.occurredAt) })
    .from(entries)
    .where(inArray(entries.kioskId, ids))
    .groupBy(entries.kioskId)
  const lastEntries = new Map(newest.map(({ id, at }) => [id, Number(at)]))
  return paired.map(kiosk => ({
    ...kiosk,
    seenAt: Math.max(lastRequests.get(kiosk.id) ?? 0, lastEntries.get(kiosk.id) ?? 0) || null,
  }))
}
