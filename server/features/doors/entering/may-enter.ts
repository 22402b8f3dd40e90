import type { Account } from '#server/core/identity/index.ts'
import type { Station } from '#server/core/stations/index.ts'
import type { CommandContext } from '#server/sync/context.ts'
import { entries, factsOf, nearestOpen, visits } from '#server/core/stations/index.ts'
import { groupsOf, VISIT_MERGE_MS } from '#shared/doors/rules.ts'
import { Refused } from '#shared/refusal.ts'
import { stateAt } from '#shared/stations/rules.ts'
import { and, eq, gt, isNull } from 'drizzle-orm'
import { requireRegistered } from '../passes/holders.ts'
import { requireNotSuspended } from '../passes/suspensions.ts'

/**
 * Refuses whoever may not come in by code here and now, and says why. A doubtful station is tried: it may
 * work.
 */
export async function requireMayEnter(
  context: CommandContext,
  station: Station,
  account: Account,
): Promise<void> {
  const { tx, now } = context
  requireRegistered(account)
  await requireNotSuspended(tx, account.id, now)
  if ((station.groups & groupsOf(account.role)) === 0) throw new Refused({ code: 'stations.groupOut' })
  if (stateAt(factsOf(station), now) === 'closed') {
    const nearest = await nearestOpen(tx, station, account.role, now)
    throw new Refused({
      code: 'stations.closed',
      words: station.shutWords ?? '',
      ...(nearest && { stationName: nearest.name, stationId: nearest.id }),
    })
  }
  if (await cameInJustNow(context, station.id, account.id)) throw new Refused({ code: 'stations.tooSoon' })
}

/** A door opens twice for nobody within minutes, unless they have said that they left. */
async function cameInJustNow(
  { tx, now }: CommandContext,
  stationId: string,
  accountId: string,
): Promise<boolean> {
  const opened = await tx
    .select({ id: entries.id })
    .from(visits)
    .innerJoin(entries, eq(entries.visitId, visits.id))
    .where(
      and(
        eq(visits.accountId, accountId),
        eq(visits.stationId, stationId),
        isNull(visits.leftAt),
        eq(entries.isOpen, true),
        // Of a visit that began earlier no record is so young.
        gt(visits.enteredAt, now - 2 * VISIT_MERGE_MS),
        gt(entries.occurredAt, now - VISIT_MERGE_MS),
      ),
    )
    .limit(1)
  return opened.length > 0
}
