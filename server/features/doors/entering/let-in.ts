import type { Account } from '#server/core/identity/index.ts'
import type { Station } from '#server/core/stations/index.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { NewEntry } from './entries.ts'
import {
  entries,
  factsOf,
  longerFrom,
  nearestOpen,
  noteSuccess,
  visits,
} from '#server/core/stations/index.ts'
import { VISIT_MERGE_MS } from '#shared/doors/rules.ts'
import { Refused } from '#shared/refusal.ts'
import { stateAt } from '#shared/stations/rules.ts'
import { and, eq, gt, isNull } from 'drizzle-orm'
import { unlock } from '../locks/locks.ts'
import { groupsNow } from '../passes/groups.ts'
import { requireRegistered } from '../passes/holders.ts'
import { requireNotSuspended } from '../passes/suspensions.ts'
import { addEntry } from './entries.ts'

/**
 * Adds an entry and asks the lock to open, if this person may come in here and now. `isOpen` false: the lock
 * has not answered yet.
 */
export async function letIn(
  context: CommandContext,
  station: Station,
  account: Account,
  entry: Pick<NewEntry, 'id' | 'how' | 'kioskId' | 'proofNonce'>,
): Promise<{ visitId: string, isOpen: boolean }> {
  const { tx, now } = context
  await requireMayEnter(context, station, account)
  const visitId = await addEntry(context, {
    ...entry,
    stationId: station.id,
    accountId: account.id,
    occurredAt: now,
    askedAt: now,
  })
  const { isOpen } = await unlock(context, station, entry.id)
  if (isOpen) {
    await tx.update(entries).set({ isOpen }).where(eq(entries.id, entry.id))
    await noteSuccess(context, station.id)
  }
  return { visitId, isOpen }
}

/**
 * Refuses people who may not enter here and now, with the reason. A doubtful station is tried, since its door
 * may work.
 */
async function requireMayEnter(context: CommandContext, station: Station, account: Account): Promise<void> {
  const { tx, now } = context
  requireRegistered(account)
  await requireNotSuspended(tx, account.id, now)
  const groups = await groupsNow(tx, account, now)
  if ((station.groups & groups) === 0) throw new Refused({ code: 'stations.groupOut' })
  if (stateAt(factsOf(station, await longerFrom(tx, now)), now) === 'closed') {
    const nearest = await nearestOpen(tx, station, groups, now)
    throw new Refused({
      code: 'stations.closed',
      words: station.shutWords ?? '',
      ...(nearest && { stationName: nearest.name, stationId: nearest.id }),
    })
  }
  if (await cameInJustNow(context, station.id, account.id)) throw new Refused({ code: 'stations.tooSoon' })
}

/** True when the door opened for that person within the last minutes and they have not left since. */
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
        // A visit that began earlier has no entry so young; the index on `enteredAt` finds the rest.
        gt(visits.enteredAt, now - 2 * VISIT_MERGE_MS),
        gt(entries.occurredAt, now - VISIT_MERGE_MS),
      ),
    )
    .limit(1)
  return opened.length > 0
}
