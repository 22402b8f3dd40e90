import type { CommandContext } from '#server/sync/context.ts'
import { notify } from '#server/core/notices/index.ts'
import { keepersOf, stations } from '#server/core/stations/index.ts'
import { nudgeKiosks } from '#server/features/doors/kiosks/nudge-kiosks.ts'
import { and, eq, isNotNull, isNull, lt, lte, ne, or } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { nudgeStations } from '../finding/nudge-stations.ts'
import { faults } from '../tables.ts'

/** What the city itself writes into a station's faults. */
const FAILED_TWICE = '连续两人没能进门'
/** What is told later than this says nothing of failures since (ms). */
const LIVE_MS = 60_000

/**
 * Somebody could not get in at an instant (ms). One person may have done something wrong; a second one in a
 * row makes the station
 * doubtful, writes a fault and tells its keepers. What is told late says nothing of a door that has opened
 * since. Several may say so
 * at once: the conditions of the writes decide who was first.
 */
export async function noteFailure(
  context: CommandContext,
  stationId: string,
  accountId: string,
  at: number,
): Promise<void> {
  const { tx } = context
  const isHere = and(
    eq(stations.id, stationId),
    or(isNull(stations.lastOpenedAt), lte(stations.lastOpenedAt, at)),
  )
  const isFirst = await tx
    .update(stations)
    .set({ failedBy: accountId })
    .where(and(isHere, isNull(stations.failedBy)))
    .returning({ id: stations.id })
  if (isFirst.length > 0) return
  const isSecond = await tx
    .update(stations)
    .set({ doubtfulSince: at })
    .where(and(isHere, ne(stations.failedBy, accountId), isNull(stations.doubtfulSince)))
    .returning({ name: stations.name })
  for (const { name } of isSecond) await raiseDoubt(context, stationId, name)
}

/**
 * Somebody got in, or a keeper has tried the door: whatever was doubted before `at` (ms) is not any more, and
 * when it was just now, whoever failed before.
 */
export async function noteSuccess(
  context: CommandContext,
  stationId: string,
  at = context.now,
): Promise<void> {
  const { tx, now } = context
  await endDoubt(context, stationId, at)
  if (at > now - LIVE_MS) {
    await tx
      .update(stations)
      .set({ failedBy: null })
      .where(and(eq(stations.id, stationId), isNotNull(stations.failedBy), isNull(stations.doubtfulSince)))
  }
  await tx
    .update(stations)
    .set({ lastOpenedAt: at })
    .where(and(eq(stations.id, stationId), or(isNull(stations.lastOpenedAt), lt(stations.lastOpenedAt, at))))
}

/** A fault that the city wrote itself is mended with the doubt. */
async function endDoubt(context: CommandContext, stationId: string, at: number) {
  const { tx, now } = context
  const wasDoubtful = await tx
    .update(stations)
    .set({ failedBy: null, doubtfulSince: null })
    .where(and(eq(stations.id, stationId), lte(stations.doubtfulSince, at)))
    .returning({ id: stations.id })
  if (wasDoubtful.length === 0) return
  await tx.update(faults).set({ mendedAt: now }).where(openDoubtOf(stationId))
  await tellDoubt(context, stationId)
}

async function raiseDoubt(context: CommandContext, stationId: string, stationName: string) {
  const { tx, now } = context
  if ((await tx.$count(faults, openDoubtOf(stationId))) === 0)
    await tx.insert(faults).values({ id: uuidv7(), stationId, kind: 'door', words: FAILED_TWICE, at: now })
  await notify(
    context,
    await keepersOf(tx, stationId),
    { kind: 'stations.doubtful', ref: stationId, words: stationName },
    { evenSelf: true },
  )
  await tellDoubt(context, stationId)
}

/** Those whose owners have erased their account are nobody's too; the words tell them from the city's own. */
const openDoubtOf = (stationId: string) =>
  and(
    eq(faults.stationId, stationId),
    eq(faults.kind, 'door'),
    isNull(faults.accountId),
    eq(faults.words, FAILED_TWICE),
    isNull(faults.mendedAt),
  )

async function tellDoubt(context: CommandContext, stationId: string) {
  nudgeStations(context)
  await nudgeKiosks(context, stationId)
}
