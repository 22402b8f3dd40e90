import type { Reader } from '#server/database/database.ts'
import type { QueryHandlers } from '#server/sync/context.ts'
import { entries, gotIn, stations, visits } from '#server/core/stations/index.ts'
import { pageOf } from '#server/database/pages.ts'
import { VISITS_PAGE_MAX } from '#shared/doors/schemas.ts'
import { and, desc, eq, inArray, lt } from 'drizzle-orm'

const byDoor = ['admit', 'kiosk']

/** Answers `stations.myVisits`: where one has been, newest first. A door that stayed shut is no visit. */
export const myVisits: QueryHandlers['stations.myVisits'] = async ({ before }, { read, actor }) => {
  const mine = and(eq(visits.accountId, actor.accountId), gotIn)
  const { rows, hasMore } = await pageOf(
    VISITS_PAGE_MAX,
    async limit =>
      await select(read)
        .where(and(mine, before === undefined ? undefined : lt(visits.enteredAt, before)))
        .orderBy(desc(visits.enteredAt), desc(visits.id))
        .limit(limit),
    async instant =>
      await select(read)
        .where(and(mine, eq(visits.enteredAt, instant)))
        .orderBy(desc(visits.id)),
    ({ enteredAt }) => enteredAt,
  )
  const hows = await read
    .select({ visitId: entries.visitId, how: entries.how })
    .from(entries)
    .where(
      inArray(
        entries.visitId,
        rows.map(({ id }) => id),
      ),
    )
  return {
    visits: rows.map((row) => {
      const own = hows.filter(({ visitId }) => visitId === row.id)
      return {
        ...row,
        byDoor: own.some(({ how }) => byDoor.includes(how)),
        byPhone: own.some(({ how }) => !byDoor.includes(how)),
      }
    }),
    hasMore,
  }
}

const select = (read: Reader) =>
  read
    .select({
      id: visits.id,
      stationId: visits.stationId,
      stationName: stations.name,
      enteredAt: visits.enteredAt,
      leftAt: visits.leftAt,
    })
    .from(visits)
    .innerJoin(stations, eq(stations.id, visits.stationId))
