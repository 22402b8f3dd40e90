import type { Reader } from '#server/database/database.ts'
import type { QueryHandler } from '#server/sync/context.ts'
import { entries, faults, gotIn, kiosksSeen, stationsKeptBy, visits } from '#server/core/stations/index.ts'
import { DAY_MS, dayOf, startOfDay, timeOf } from '#shared/kernel/day.ts'
import { stationParts } from '#shared/stations/rules.ts'
import { and, desc, eq, gte, inArray, isNotNull } from 'drizzle-orm'
import { stationViews } from '../finding/station-views.ts'

const FLAGGED_SHOWN_MS = 7 * DAY_MS

/**
 * Answers `stations.desk`: one's own stations, today's visits and failures there, and the last days' odd
 * visits.
 */
export const stationDesk: QueryHandler<'stations.desk'> = async (_input, { read, actor, now }) => {
  const own = await stationsKeptBy(read, actor)
  const ids = own.map(({ id }) => id)
  const views = await stationViews(read, own, { now, isAtWork: true })
  const today = startOfDay(dayOf(now))
  const came = await read
    .select({ stationId: visits.stationId, at: visits.enteredAt })
    .from(visits)
    .where(and(inArray(visits.stationId, ids), gte(visits.enteredAt, today), gotIn))
  const failed = await failuresSince(read, ids, today)
  const flagged = await read
    .select({ visitId: visits.id, stationId: visits.stationId, at: visits.enteredAt, flag: visits.flag })
    .from(visits)
    .where(
      and(
        inArray(visits.stationId, ids),
        gte(visits.enteredAt, now - FLAGGED_SHOWN_MS),
        isNotNull(visits.flag),
      ),
    )
    .orderBy(desc(visits.enteredAt), desc(visits.id))
  const paired = await kiosksSeen(read, ids)
  return {
    stations: views.map((station, i) => {
      const isHere = ({ stationId }: { stationId: string }) => stationId === station.id
      return {
        station,
        today: { ...byHour(came.filter(isHere).map(({ at }) => at)), failures: failed.filter(isHere).length },
        flagged: flagged.filter(isHere).map(({ visitId, at, flag }) => ({ visitId, at, flag: flag! })),
        kiosks: paired.filter(isHere).map(({ id, label, seenAt }) => ({ id, label, seenAt })),
        changed: Object.fromEntries(stationParts.map(part => [part, own[i]!.changed[part]?.at])),
      }
    }),
  }
}

/** Doors that did not open: unlocks that failed and door faults that people reported. */
async function failuresSince(
  read: Reader,
  stationIds: string[],
  since: number,
): Promise<{ stationId: string }[]> {
  return [
    ...(await read
      .select({ stationId: visits.stationId })
      .from(visits)
      .innerJoin(entries, eq(entries.visitId, visits.id))
      .where(
        and(inArray(visits.stationId, stationIds), gte(visits.enteredAt, since), eq(entries.isOpen, false)),
      )),
    ...(await read
      .select({ stationId: faults.stationId })
      .from(faults)
      .where(
        and(
          inArray(faults.stationId, stationIds),
          eq(faults.kind, 'door'),
          isNotNull(faults.accountId),
          gte(faults.at, since),
        ),
      )),
  ]
}

function byHour(instants: number[]): { visits: number, byHour: number[] } {
  const hours = Array.from({ length: 24 }, () => 0)
  for (const at of instants) hours[Number(timeOf(at).slice(11, 13))]!++
  return { visits: instants.length, byHour: hours }
}
