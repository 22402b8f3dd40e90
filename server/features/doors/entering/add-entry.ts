import type { CommandContext } from '#server/sync/context.ts'
import type { Flag } from './visits.ts'
import { entries, keepersOf, nudgeKiosks } from '#server/core/stations/index.ts'
import { Refused } from '#shared/refusal.ts'
import { flagTwoPlaces, flagVisits, visitAt } from './visits.ts'

export interface NewEntry extends Omit<typeof entries.$inferInsert, 'visitId' | 'receivedAt'> {
  readonly stationId: string
  /** Null: somebody who has erased their account. */
  readonly accountId: string | null
  readonly flag?: Flag | undefined
}

/**
 * Writes down that somebody came in, in the visit it belongs to. Whoever calls has waited for that person's
 * turn. Returns the visit's id.
 */
export async function addEntry(
  context: CommandContext,
  { stationId, accountId, flag, ...entry }: NewEntry,
): Promise<string> {
  const { tx, now } = context
  const visitId = await visitAt(tx, stationId, accountId, entry.occurredAt)
  const added = await tx
    .insert(entries)
    .values({ ...entry, visitId, receivedAt: now })
    .onConflictDoNothing()
    .returning({ id: entries.id })
  if (added.length === 0) throw new Refused({ code: 'stations.idTaken' })
  if (flag) await flagVisits(tx, [visitId], flag)
  if (accountId !== null) {
    await flagTwoPlaces(tx, visitId, {
      stationId,
      accountId,
      at: entry.occurredAt,
      kioskId: entry.kioskId ?? null,
    })
  }
  await tellEntry(context, stationId, accountId)
  return visitId
}

/** Somebody came in, or could not: they see it, and so do the station's tablets and keepers. */
export async function tellEntry(
  context: CommandContext,
  stationId: string,
  accountId: string | null,
): Promise<void> {
  const { tx, nudge } = context
  if (accountId !== null) nudge(accountId, 'stations.entry', 'stations.myVisits')
  await nudgeKiosks(context, stationId)
  for (const keeper of await keepersOf(tx, stationId)) nudge(keeper, 'stations.desk')
}
