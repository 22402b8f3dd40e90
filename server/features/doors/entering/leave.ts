import type { CommandHandlers } from '#server/sync/context.ts'
import { visits } from '#server/core/stations/index.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq, isNull } from 'drizzle-orm'
import { findEntry } from './find-entry.ts'

/**
 * Somebody says that they have left. A phone that came in without a network knows its visit only by the entry
 * it made.
 */
export const leave: CommandHandlers['stations.leave'] = async (
  { visitId: id },
  { tx, actor, occurred, nudge },
) => {
  const mine = eq(visits.accountId, actor.accountId)
  const byEntry = await findEntry(tx, id)
  const [visit] = await tx.select().from(visits).where(and(eq(visits.id, byEntry?.visit.id ?? id), mine))
  if (!visit) throw new Refused({ code: 'stations.visitUnknown' })
  await tx
    .update(visits)
    .set({ leftAt: Math.max(occurred, visit.enteredAt + 1) })
    .where(and(eq(visits.id, visit.id), mine, isNull(visits.leftAt)))
  nudge(actor.accountId, 'stations.myVisits')
}
