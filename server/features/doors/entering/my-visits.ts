import type { Reader } from '#server/database/database.ts'
import type { Handler, QueryHandler } from '#server/sync/context.ts'
import { entries, gotIn, stations, visits } from '#server/core/stations/index.ts'
import { pageOf } from '#server/database/pages.ts'
import { VISITS_PAGE_MAX } from '#shared/doors/schemas.ts'
import { Refused } from '#shared/refusal.ts'
import { and, desc, eq, inArray, isNull } from 'drizzle-orm'
import { findEntry } from './entries.ts'

/** The entries that a kiosk recorded; the others are a phone's. */
const byDoor = ['admit', 'kiosk']

/** Answers `stations.myVisits`: one's own visits, newest first, without those whose door stayed shut. */
export const myVisits: QueryHandler<'stations.myVisits'> = async (range, { read, actor }) => {
  const isMine = and(eq(visits.accountId, actor.accountId), gotIn)
  const { rows, hasMore } = await pageOf({
    range,
    most: VISITS_PAGE_MAX,
    rank: visits.enteredAt,
    read: async (within, limit) =>
      await select(read)
        .where(and(isMine, within))
        .orderBy(desc(visits.enteredAt), desc(visits.id))
        .limit(limit),
    rankOf: ({ enteredAt }) => enteredAt,
  })
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

/**
 * Decides `stations.leave`. A phone that checked in without a network knows no visit yet: it sends the id of
 * its entry instead.
 */
export const leaveStation: Handler<'stations.leave'> = async (
  { visitId: id },
  { tx, actor, occurred, nudge },
) => {
  const isMine = eq(visits.accountId, actor.accountId)
  const byEntry = await findEntry(tx, id)
  const [visit] = await tx.select().from(visits).where(and(eq(visits.id, byEntry?.visit.id ?? id), isMine))
  if (!visit) throw new Refused({ code: 'stations.visitUnknown' })
  await tx
    .update(visits)
    .set({ leftAt: Math.max(occurred, visit.enteredAt + 1) })
    .where(and(eq(visits.id, visit.id), isMine, isNull(visits.leftAt)))
  nudge(actor.accountId, 'stations.myVisits')
}
