import type { Reader } from '#server/database/database.ts'
import type { QueryHandler } from '#server/sync/context.ts'
import { gotIn, stations, visits } from '#server/core/stations/index.ts'
import { STAY_MS } from '#shared/stations/rules.ts'
import { and, eq, gt, inArray, lte, sql } from 'drizzle-orm'

export interface Heads {
  readonly id: string
  readonly number: number
  readonly count: number
  readonly countedAt: number | null
}

/**
 * Estimates how many people are inside each of these stations, or of all: those who came within the last
 * STAY_MS and did not leave. A keeper's count within that time replaces those who came before it, less those
 * of them who have left since.
 */
export async function estimateHeads(
  read: Reader,
  now: number,
  stationIds?: readonly string[],
): Promise<Heads[]> {
  const isCounted = sql`${stations.headsAt} > ${now - STAY_MS}`
  const since = sql`case when ${isCounted} then ${stations.headsAt} else ${now - STAY_MS} end`
  const isStill = sql`(${visits.leftAt} is null or ${visits.leftAt} > ${now})`
  const came = sql`case when ${visits.enteredAt} > ${since} and ${isStill} then 1 else 0 end`
  const wasThere = sql`${visits.enteredAt} <= ${stations.headsAt} and ${visits.leftAt} > ${stations.headsAt}`
  const went = sql`case when ${isCounted} and ${wasThere} and ${visits.leftAt} <= ${now} then 1 else 0 end`
  const rows = await read
    .select({
      id: stations.id,
      number: stations.number,
      counted: sql<number>`case when ${isCounted} then ${stations.headsCounted} else 0 end`,
      countedAt: stations.headsAt,
      more: sql<number>`cast(sum(${came}) - sum(${went}) as integer)`,
    })
    .from(stations)
    .leftJoin(
      visits,
      and(
        eq(visits.stationId, stations.id),
        // Twice as far back, since a keeper may have counted people who came STAY_MS before the count.
        gt(visits.enteredAt, now - 2 * STAY_MS),
        lte(visits.enteredAt, now),
        gotIn,
      ),
    )
    .where(stationIds && inArray(stations.id, [...stationIds]))
    .groupBy(stations.id)
  return rows.map(({ id, number, counted, countedAt, more }) => ({
    id,
    number,
    count: Math.max(0, counted + more),
    countedAt,
  }))
}

/** Answers `stations.heads`: the estimate of every station that has anybody inside, by station number. */
export const headsInside: QueryHandler<'stations.heads'> = async (_input, { read, now }) =>
  Object.fromEntries(
    (await estimateHeads(read, now)).flatMap(({ number, count }) =>
      count > 0 ? [[String(number), count]] : [],
    ),
  )
