import type { Account } from '#server/core/identity/index.ts'
import type { Station } from '#server/core/stations/index.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { NewEntry } from './add-entry.ts'
import { entries, noteSuccess } from '#server/core/stations/index.ts'
import { eq } from 'drizzle-orm'
import { tellLock } from '../locks/tell-lock.ts'
import { addEntry } from './add-entry.ts'
import { requireMayEnter } from './may-enter.ts'

/**
 * Opens the door to somebody who is in front of it, provided that they may come in here and now. `isOpen`
 * false: the lock is being told.
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
  const { isOpen } = await tellLock(context, station, entry.id)
  if (isOpen) {
    await tx.update(entries).set({ isOpen }).where(eq(entries.id, entry.id))
    await noteSuccess(context, station.id)
  }
  return { visitId, isOpen }
}
