import type { Handler } from '#server/sync/context.ts'
import { findAccount } from '#server/core/identity/index.ts'
import { accountOfHolder } from '#server/core/proofs/index.ts'
import { entries } from '#server/core/stations/index.ts'
import { Refused } from '#shared/refusal.ts'
import { eq } from 'drizzle-orm'
import { stationOfKiosk } from '../kiosks/kiosk-view.ts'
import { findEntry } from './entries.ts'
import { judgeProof } from './judge-proof.ts'
import { letIn } from './let-in.ts'
import { lockVisitsOf } from './visits.ts'

/**
 * Decides `stations.admit`: an online kiosk lets in the holder of a pass. The same entry asked for again gets
 * the same answer and unlocks nothing.
 */
export const admit: Handler<'stations.admit'> = async ({ entryId, proof: text }, context) => {
  const { tx, actor, now } = context
  const station = await stationOfKiosk(context)
  const proof = await judgeProof(tx, text, station.number, now)
  const accountId = await accountOfHolder(tx, proof.pass.message.holder)
  if (accountId !== undefined) await lockVisitsOf(tx, accountId)
  const account = accountId === undefined ? undefined : await findAccount(tx, accountId)
  if (!account || account.disabledAt !== null || account.deletedAt !== null)
    throw new Refused({ code: 'stations.passWrong' })

  const known = await findEntry(tx, entryId)
  if (known) {
    if (known.entry.kioskId !== actor.accountId || known.entry.proofNonce !== proof.nonce)
      throw new Refused({ code: 'stations.idTaken' })
    return { visitId: known.visit.id, isOpen: known.entry.isOpen === true }
  }
  if ((await tx.$count(entries, eq(entries.proofNonce, proof.nonce))) > 0)
    throw new Refused({ code: 'stations.proofUsed' })
  return await letIn(context, station, account, {
    id: entryId,
    how: 'admit',
    kioskId: actor.accountId,
    proofNonce: proof.nonce,
  })
}
