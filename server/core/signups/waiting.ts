import type { Reader } from '#server/database/database.ts'
import type { Slots } from '#server/database/prepared.ts'
import { prepared } from '#server/database/prepared.ts'
import { and, count, eq, inArray, isNotNull, isNull, lt, sql } from 'drizzle-orm'
import { openings, signups } from './tables.ts'

/** Somebody's place on a list. */
export type Own = Pick<typeof signups.$inferSelect, 'openingId' | 'seq' | 'state'>

/** As text, not as a parameter: only then does the planner use the partial index on waiting rows. */
export const waits = sql`${signups.state} = 'waiting'`

const findWaiting = prepared((read: Reader, { id }: Slots<{ id: string }>) =>
  read
    .select({ seq: signups.seq })
    .from(signups)
    .where(and(eq(signups.openingId, id), waits))
    .limit(1)
    .prepare('find_waiting'),
)

/** True where somebody waits for a place. */
export const anyoneWaits = async (read: Reader, openingId: string): Promise<boolean> =>
  (await findWaiting(read, { id: openingId })).length > 0

/** How many wait before somebody who waits; 0 for everybody else. */
export async function aheadOf(read: Reader, { openingId, state, seq }: Own): Promise<number> {
  if (state !== 'waiting') return 0
  return Number((await countBefore(read, { openingId, seq }))[0]!.ahead)
}

const countBefore = prepared((read: Reader, { openingId, seq }: Slots<{ openingId: string, seq: number }>) =>
  read
    .select({ ahead: count() })
    .from(signups)
    .where(and(eq(signups.openingId, openingId), waits, lt(signups.seq, seq)))
    .prepare('count_before'),
)

/** How many people wait for each of these openings; one for which nobody waits is absent. */
export async function waitingFor(
  read: Reader,
  openingIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (openingIds.length === 0) return new Map()
  const rows = await read
    .select({ id: signups.openingId, waiting: count() })
    .from(signups)
    .where(and(inArray(signups.openingId, [...openingIds]), waits))
    .groupBy(signups.openingId)
  return new Map(rows.map(({ id, waiting }) => [id, waiting]))
}

/** Ids of the openings for which one of these people waits. */
export async function waitedFor(read: Reader, accountIds: readonly string[]): Promise<string[]> {
  if (accountIds.length === 0) return []
  const rows = await read
    .selectDistinct({ id: openings.id })
    .from(signups)
    .innerJoin(openings, eq(openings.id, signups.openingId))
    .where(and(
      inArray(signups.accountId, [...accountIds]),
      eq(signups.state, 'waiting'),
      isNull(openings.endedAt),
      isNotNull(openings.startsAt),
    ))
  return rows.map(({ id }) => id)
}
