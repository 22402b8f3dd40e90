import type { Reader, Transaction } from '#server/database/database.ts'
import type { StationFacts } from '#shared/stations/rules.ts'
import type { Station } from './find-stations.ts'
import { insertOnce, lockRow } from '#server/database/rows.ts'
import { stateAt } from '#shared/stations/rules.ts'
import { and, asc, eq, gt } from 'drizzle-orm'
import { formerOpenings, stations } from './tables.ts'

/** The columns that decide a station's state, in the shape of the shared rules. */
export const factsOf = ({
  week,
  exceptions,
  isSelfService,
  shutWords,
  doubtfulSince,
}: Pick<Station, 'week' | 'exceptions' | 'isSelfService' | 'shutWords' | 'doubtfulSince'>): StationFacts => ({
  hours: { week, exceptions },
  isSelfService,
  isShut: shutWords !== null,
  isDoubtful: doubtfulSince !== null,
})

/** True when a station was closed at an instant (ms), by what its keepers had said until then. */
export async function wasClosed(read: Reader, station: Station, at: number): Promise<boolean> {
  const [former] = await read
    .select()
    .from(formerOpenings)
    .where(and(eq(formerOpenings.stationId, station.id), gt(formerOpenings.until, at)))
    .orderBy(asc(formerOpenings.until))
    .limit(1)
  return stateAt(factsOf({ ...station, ...former }), at) === 'closed'
}

/**
 * Saves what decides whether a station is open, just before its keeper changes it. The row is locked, so that
 * two changes at once save one after the other.
 */
export async function saveFormerOpening(tx: Transaction, stationId: string, now: number): Promise<void> {
  const former = await lockRow(tx, stations, 'notice', eq(stations.id, stationId))
  if (!former) return
  // Of two changes in one millisecond the first is saved: what stood between them never held.
  const { week, exceptions, shutWords } = former
  await insertOnce(tx, formerOpenings, { stationId, until: now, week, exceptions, shutWords })
}
