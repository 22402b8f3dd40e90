import type { Reader } from '#server/database/database.ts'
import type { Exception, Week } from '#shared/stations/rules.ts'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { factsOf, stations } from '#server/core/stations/index.ts'
import { asc, gt, sql } from 'drizzle-orm'
import { remembered } from './remembered.ts'

/** Rows read in one go; other requests run between two pages. */
const PAGE_ROWS = 1000

const columns = {
  id: stations.id,
  number: stations.number,
  name: stations.name,
  kind: stations.kind,
  address: stations.address,
  areaId: stations.areaId,
  latitude: stations.latitude,
  longitude: stations.longitude,
  facilities: stations.facilities,
  photo: stations.photo,
  isSelfService: stations.isSelfService,
  week: stations.week,
  exceptions: stations.exceptions,
  shutWords: stations.shutWords,
  doubtfulSince: stations.doubtfulSince,
}
const asText = {
  week: sql<string>`cast(${stations.week} as text)`,
  exceptions: sql<string>`cast(${stations.exceptions} as text)`,
}

/** What the list shows of every station, ordered by number. Stations with equal weeks share one object. */
export async function readStations(read: Reader) {
  const weekIn = parsedOnce<Week>()
  const exceptionsIn = parsedOnce<readonly Exception[]>()
  const known = []
  for (let after = 0; ;) {
    const rows = await read
      .select({ ...columns, ...asText })
      .from(stations)
      .where(gt(stations.number, after))
      .orderBy(asc(stations.number))
      .limit(PAGE_ROWS)
    for (const { doubtfulSince, week, exceptions, ...row } of rows) {
      known.push({
        ...row,
        // Without longer hours: this result is cached, and they are added at each query.
        ...factsOf({ ...row, doubtfulSince, week: weekIn(week), exceptions: exceptionsIn(exceptions) }, []),
      })
    }
    if (rows.length < PAGE_ROWS) return known
    after = rows.at(-1)!.number
    await nextTurn()
  }
}
export type KnownStation = Awaited<ReturnType<typeof readStations>>[number]

/** `readStations`, from memory while nothing has changed. */
export const knownStations = remembered(Object.values(columns), readStations)

/** Hundreds of stations share a handful of weeks, and most have no exceptions. */
function parsedOnce<Value>() {
  const parsed = new Map<string, Value>()
  return (text: string): Value => {
    if (!parsed.has(text)) parsed.set(text, JSON.parse(text) as Value)
    return parsed.get(text)!
  }
}
