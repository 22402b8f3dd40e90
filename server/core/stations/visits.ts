import type { Reader } from '#server/database/database.ts'
import { and, between, eq, gt, isNull, or } from 'drizzle-orm'
import { entries, visits } from './tables.ts'

/** For this long (ms) after their code or pass was read at a door, somebody's report about it counts. */
const AT_DOOR_MS = 10 * 60_000

/** True of visits in which somebody got in: one whose door stayed shut ends at the instant it began. */
export const gotIn = or(isNull(visits.leftAt), gt(visits.leftAt, visits.enteredAt))!

/**
 * True of somebody who has just scanned this door's fresh code or held their pass to its kiosk, whether it
 * opened or not.
 */
export async function wasAtDoor(
  reader: Reader,
  { stationId, accountId, at }: { stationId: string, accountId: string, at: number },
): Promise<boolean> {
  const found = await reader
    .select({ id: entries.id })
    .from(visits)
    .innerJoin(entries, eq(entries.visitId, visits.id))
    .where(and(
      eq(visits.accountId, accountId),
      eq(visits.stationId, stationId),
      between(entries.occurredAt, at - AT_DOOR_MS, at),
    ))
    .limit(1)
  return found.length > 0
}
