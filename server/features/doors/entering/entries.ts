import type { Reader } from '#server/database/database.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { Flag } from './visits.ts'
import { holdersOf } from '#server/core/notices/index.ts'
import { entries, nudgeKiosks, visits } from '#server/core/stations/index.ts'
import { insertOnce } from '#server/database/rows.ts'
import { Refused } from '#shared/refusal.ts'
import { eq } from 'drizzle-orm'
import { flagTwoPlaces, flagVisits, visitAt } from './visits.ts'

export interface FoundEntry {
  readonly entry: typeof entries.$inferSelect
  readonly visit: typeof visits.$inferSelect
}

export interface NewEntry extends Omit<typeof entries.$inferInsert, 'visitId' | 'receivedAt'> {
  readonly stationId: string
  /** Null if the holder has erased their account. */
  readonly accountId: string | null
  readonly flag?: Flag | undefined
}

/** An entry with the visit it belongs to. */
export async function findEntry(read: Reader, entryId: string): Promise<FoundEntry | undefined> {
  const [found] = await read
    .select({ entry: entries, visit: visits })
    .from(entries)
    .innerJoin(visits, eq(visits.id, entries.visitId))
    .where(eq(entries.id, entryId))
  return found
}

/** Adds an entry to the visit it belongs to and returns that visit's id. Call `lockVisitsOf` first. */
export async function addEntry(
  context: CommandContext,
  { stationId, accountId, flag, ...entry }: NewEntry,
): Promise<string> {
  const { tx, now } = context
  const visitId = await visitAt(tx, stationId, accountId, entry.occurredAt)
  const added = await insertOnce(tx, entries, { ...entry, visitId, receivedAt: now })
  if (added === 0) throw new Refused({ code: 'stations.idTaken' })
  if (flag) await flagVisits(tx, [visitId], flag)
  if (accountId !== null) {
    await flagTwoPlaces(tx, visitId, {
      stationId,
      accountId,
      at: entry.occurredAt,
      kioskId: entry.kioskId ?? null,
    })
  }
  await nudgeEntry(context, stationId, accountId)
  return visitId
}

/** Nudges who sees an entry or how it ended: the person, and the station's kiosks and keepers. */
export async function nudgeEntry(
  context: CommandContext,
  stationId: string,
  accountId: string | null,
): Promise<void> {
  const { tx, now, nudge } = context
  if (accountId !== null) nudge(accountId, 'stations.entry', 'stations.myVisits')
  await nudgeKiosks(context, stationId)
  const keepers = await holdersOf(tx, { role: 'keeper', scope: stationId }, now)
  for (const keeper of keepers) nudge(keeper, 'stations.desk')
}
