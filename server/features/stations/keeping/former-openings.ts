import type { Station } from '#server/core/stations/index.ts'
import type { Reader, Transaction } from '#server/database/database.ts'
import { stations } from '#server/core/stations/index.ts'
import { stateAt } from '#shared/stations/rules.ts'
import { and, asc, eq, gt, sql } from 'drizzle-orm'
import { factsOf } from '../finding/facts-of.ts'
import { formerOpenings } from '../tables.ts'

/** True when a station was closed at an instant (ms), by what its keepers had said by then. */
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
 * Keeps what decides whether a station is open, before its keeper changes it now. The row is locked, by
 * writing it to itself: each change keeps what the one before it said.
 */
export async function keepFormerOpening(tx: Transaction, stationId: string, now: number): Promise<void> {
  const { week, exceptions, shutWords } = stations
  const [former] = await tx
    .update(stations)
    .set({ number: sql`${stations.number}` })
    .where(eq(stations.id, stationId))
    .returning({ week, exceptions, shutWords })
  if (former) {
    await tx
      .insert(formerOpenings)
      .values({ ...former, stationId, until: now })
      .onConflictDoNothing()
  } // Of two changes in one instant the first counts: between them it was nothing.
}
