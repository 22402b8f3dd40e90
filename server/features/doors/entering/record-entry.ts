import type { Account } from '#server/core/identity/index.ts'
import type { Station } from '#server/core/stations/index.ts'
import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { FoundEntry } from './entries.ts'
import type { Flag } from './visits.ts'
import { findAccount } from '#server/core/identity/index.ts'
import { accountOfHolder } from '#server/core/proofs/index.ts'
import { entries, noteFailure, noteSuccess, wasClosed } from '#server/core/stations/index.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq, isNull, or } from 'drizzle-orm'
import { stationOfKiosk } from '../kiosks/kiosk-view.ts'
import { wasRevoked } from '../passes/suspensions.ts'
import { addEntry, findEntry, nudgeEntry } from './entries.ts'
import { judgeProof } from './judge-proof.ts'
import { cancelVisit, lockVisitsOf, resumeVisit } from './visits.ts'

/** A kiosk whose clock is off by more than this may have judged wrongly (ms). */
const CLOCK_MS = 120_000

/**
 * Decides `stations.recordEntry`: a kiosk without a network opened its lock, or failed to, and reports it
 * later. That is a fact, whatever was decided since: the proof is judged by `at`, the time on the kiosk's
 * clock, and the visit gets the time of the record, corrected by our clock.
 */
export const recordEntry: Handler<'stations.recordEntry'> = async (
  { entryId, proof: text, at, isOpen = true },
  context,
) => {
  const { tx, actor, occurred } = context
  const station = await stationOfKiosk(context)
  const { pass: { message: pass }, nonce } = await judgeProof(tx, text, station.number, at)
  const account = await lockHolder(context, pass.holder)
  const known = (await findEntry(tx, entryId)) ?? (await sameProof(context, nonce))
  if (known?.entry.kioskId === actor.accountId && [null, nonce].includes(known.entry.proofNonce))
    // Whether the server's own unlock failed is for `noteUnlock` to say.
    return isOpen ? await noteOpened(context, station, known) : undefined
  if (known?.entry.id === entryId) throw new Refused({ code: 'stations.idTaken' })

  const visitId = await addEntry(context, {
    id: entryId,
    how: 'kiosk',
    stationId: station.id,
    accountId: account?.deletedAt === null ? account.id : null,
    kioskId: actor.accountId,
    // Two offline kiosks were shown the same proof, and both opened.
    proofNonce: known ? null : nonce,
    occurredAt: occurred,
    isOpen,
    askedAt: isOpen ? null : occurred, // Marks that the lock was asked and stayed shut.
    flag: await oddityOf(context, station, account, at),
  })
  if (isOpen) await noteSuccess(context, station.id, occurred)
  else await noteShut(context, station.id, visitId, account?.id)
}

/** Records a failed unlock by the kiosk, as `noteUnlock` does for one by the server. */
async function noteShut(
  context: CommandContext,
  stationId: string,
  visitId: string,
  accountId: string | undefined,
) {
  await cancelVisit(context.tx, visitId)
  if (accountId !== undefined) await noteFailure(context, stationId, accountId, context.occurred)
}

async function lockHolder({ tx }: CommandContext, holder: string): Promise<Account | undefined> {
  const accountId = await accountOfHolder(tx, holder)
  if (accountId === undefined) return undefined
  await lockVisitsOf(tx, accountId)
  return await findAccount(tx, accountId)
}

async function sameProof({ tx }: CommandContext, nonce: string) {
  const [entry] = await tx.select({ id: entries.id }).from(entries).where(eq(entries.proofNonce, nonce))
  return entry && await findEntry(tx, entry.id)
}

/** The kiosk asked with `stations.admit`, lost the answer and opened by itself: still one entry. */
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
    await nudgeEntry(context, station.id, visit.accountId)
  }
}

/**
 * The flag for the station's keepers: a revoked pass, a station that was closed, a kiosk with a wrong clock.
 */
async function oddityOf(
  { tx, now, skewMs, occurred, isClockDoubtful }: CommandContext,
  station: Station,
  account: Account | undefined,
  at: number,
): Promise<Flag | undefined> {
  const isRevoked =
    !account || (await wasRevoked(tx, account, occurred)) || (await wasClosed(tx, station, occurred))
  if (isRevoked) return 'revoked'
  return isClockDoubtful || Math.abs(skewMs) > CLOCK_MS || at > now + CLOCK_MS ? 'clock' : undefined
}
