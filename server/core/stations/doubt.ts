import type { CommandContext } from '#server/sync/context.ts'
import { and, eq, isNotNull, isNull, lt, lte, ne, or } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { notifyKeepers } from './notify-keepers.ts'
import { nudgeKiosks, nudgeStations } from './nudges.ts'
import { faults, stations } from './tables.ts'

/** The text of the fault that the server adds by itself. */
const FAILED_TWICE = '连续两人没能进门'
/** A success that is reported later than this (ms) says nothing about failures since. */
const LIVE_MS = 60_000

/**
 * Notes that somebody could not get in at an instant (ms). The first may have made a mistake; a second
 * person in a row makes the station doubtful, adds a fault and notifies its keepers. Ignored when the door
 * has opened since. Several failures may arrive at once: the conditions of the writes decide which was
 * first.
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
 * Notes that the door opened at an instant (ms): somebody got in, or a keeper tried it. Ends a doubt that
 * began before then, and forgets a first failure when the opening was just now.
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

/** Also marks the fault that the server added as mended. */
async function endDoubt(context: CommandContext, stationId: string, at: number) {
  const { tx, now } = context
  const wasDoubtful = await tx
    .update(stations)
    .set({ failedBy: null, doubtfulSince: null })
    .where(and(eq(stations.id, stationId), lte(stations.doubtfulSince, at)))
    .returning({ id: stations.id })
  if (wasDoubtful.length === 0) return
  await tx.update(faults).set({ mendedAt: now }).where(openDoubtOf(stationId))
  await nudgeDoubt(context, stationId)
}

async function raiseDoubt(context: CommandContext, stationId: string, stationName: string) {
  const { tx, now } = context
  if ((await tx.$count(faults, openDoubtOf(stationId))) === 0)
    await tx.insert(faults).values({ id: uuidv7(), stationId, kind: 'door', words: FAILED_TWICE, at: now })
  const notice = { kind: 'stations.doubtful', words: stationName } as const
  await notifyKeepers(context, stationId, notice, { evenSelf: true })
  await nudgeDoubt(context, stationId)
}

/** Faults of erased accounts have no owner either: the text tells the server's own from them. */
const openDoubtOf = (stationId: string) =>
  and(
    eq(faults.stationId, stationId),
    eq(faults.kind, 'door'),
    isNull(faults.accountId),
    eq(faults.words, FAILED_TWICE),
    isNull(faults.mendedAt),
  )

async function nudgeDoubt(context: CommandContext, stationId: string) {
  nudgeStations(context)
  await nudgeKiosks(context, stationId)
}
