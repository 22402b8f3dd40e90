import type { Account } from '#server/core/identity/index.ts'
import type { Station } from '#server/core/stations/index.ts'
import type { CommandContext, CommandHandlers } from '#server/sync/context.ts'
import type { FoundEntry } from './find-entry.ts'
import type { Flag } from './visits.ts'
import { findAccount } from '#server/core/identity/index.ts'
import { entries, noteFailure, noteSuccess, wasClosed } from '#server/core/stations/index.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq, isNull, or } from 'drizzle-orm'
import { stationOfKiosk } from '../kiosks/station-of-kiosk.ts'
import { accountOfHolder } from '../passes/holders.ts'
import { wasRevoked } from '../passes/suspensions.ts'
import { addEntry, tellEntry } from './add-entry.ts'
import { findEntry } from './find-entry.ts'
import { judgeProof } from './judge-proof.ts'
import { resumeVisit, takeTurn, unsayVisit } from './visits.ts'

/** A tablet whose clock is off by more than this may have judged wrongly (ms). */
const CLOCK_MS = 120_000

/**
 * A tablet has opened by its own judgement, or its lock stayed shut, and says so when it can: a fact,
 * whatever has been decided meanwhile. Its proof is judged
 * by the time the tablet went by, which it may have corrected by ours; the visit is written down by when it
 * was recorded.
 */
export const recordEntry: CommandHandlers['stations.recordEntry'] = async (
  { entryId, proof: text, at, isOpen = true },
  context,
) => {
  const { tx, actor, occurred } = context
  const station = await stationOfKiosk(context)
  const { pass: { message: pass }, nonce } = await judgeProof(tx, text, station.number, at)
  const account = await takeTurnOfHolder(context, pass.holder)
  const known = (await findEntry(tx, entryId)) ?? (await sameProof(context, nonce))
  if (known?.entry.kioskId === actor.accountId && [null, nonce].includes(known.entry.proofNonce))
    // What the server told the lock is its own to note.
    return isOpen ? await noteOpened(context, station, known) : undefined
  if (known?.entry.id === entryId) throw new Refused({ code: 'stations.idTaken' })

  const visitId = await addEntry(context, {
    id: entryId,
    how: 'kiosk',
    stationId: station.id,
    accountId: account?.deletedAt === null ? account.id : null,
    kioskId: actor.accountId,
    // Held out to two tablets, neither of which could ask: both have opened.
    proofNonce: known ? null : nonce,
    occurredAt: occurred,
    isOpen,
    askedAt: isOpen ? null : occurred, // A lock was told: that it stayed shut says that nobody came in.
    flag: await oddityOf(context, station, account, at),
  })
  if (isOpen) await noteSuccess(context, station.id, occurred)
  else await noteShut(context, station.id, visitId, account?.id)
}

/** The tablet could not open its lock: what `noteUnlock` does when the server's could not. */
async function noteShut(
  context: CommandContext,
  stationId: string,
  visitId: string,
  accountId: string | undefined,
) {
  await unsayVisit(context.tx, visitId)
  if (accountId !== undefined) await noteFailure(context, stationId, accountId, context.occurred)
}

async function takeTurnOfHolder({ tx }: CommandContext, holder: string): Promise<Account | undefined> {
  const accountId = await accountOfHolder(tx, holder)
  if (accountId === undefined) return undefined
  await takeTurn(tx, accountId)
  return await findAccount(tx, accountId)
}

async function sameProof({ tx }: CommandContext, nonce: string) {
  const [entry] = await tx.select({ id: entries.id }).from(entries).where(eq(entries.proofNonce, nonce))
  return entry && await findEntry(tx, entry.id)
}

/** The tablet had asked, and opened without having heard the answer: one entry all the same. */
async function noteOpened(context: CommandContext, station: Station, { entry, visit }: FoundEntry) {
  const { tx } = context
  const opened = await tx
    .update(entries)
    .set({ isOpen: true })
    .where(and(eq(entries.id, entry.id), or(isNull(entries.isOpen), eq(entries.isOpen, false))))
    .returning({ at: entries.occurredAt })
  for (const { at } of opened) {
    await resumeVisit(tx, visit.id)
    await noteSuccess(context, station.id, at)
    await tellEntry(context, station.id, visit.accountId)
  }
}

/**
 * What the keepers should look at: somebody who was not to come in, a station that was closed, a tablet whose
 * clock is wrong.
 */
async function oddityOf(
  { tx, now, skewMs, occurred }: CommandContext,
  station: Station,
  account: Account | undefined,
  at: number,
): Promise<Flag | undefined> {
  const isRevoked =
    !account || (await wasRevoked(tx, account, occurred)) || (await wasClosed(tx, station, occurred))
  if (isRevoked) return 'revoked'
  return Math.abs(skewMs) > CLOCK_MS || at > now + CLOCK_MS ? 'clock' : undefined
}
