import type { Handler } from '#server/sync/context.ts'
import { strict as assert } from 'node:assert'
import { findAccount } from '#server/core/identity/index.ts'
import { Refused } from '#shared/refusal.ts'
import { readSavedCode } from '../kiosks/door-codes.ts'
import { requireRegistered } from '../passes/holders.ts'
import { wasRevoked } from '../passes/suspensions.ts'
import { addEntry, findEntry } from './entries.ts'
import { lockVisitsOf } from './visits.ts'

/**
 * Decides `stations.checkIn`: somebody without a network saved a door's code. A fact that unlocks nothing.
 */
export const checkIn: Handler<'stations.checkIn'> = async ({ entryId, code }, context) => {
  const { tx, actor: { accountId }, occurred } = context
  const { station } = await readSavedCode(tx, code, occurred)
  await lockVisitsOf(tx, accountId)
  const account = await findAccount(tx, accountId)
  assert(account, 'whoever sends a command has an account')
  requireRegistered(account)
  const at = { stationId: station.id, stationName: station.name }
  const known = await findEntry(tx, entryId)
  if (known) {
    // The live entry was decided, and only its answer was lost.
    if (known.visit.accountId !== accountId || known.visit.stationId !== station.id)
      throw new Refused({ code: 'stations.idTaken' })
    return { ...at, visitId: known.visit.id }
  }
  const flag = (await wasRevoked(tx, account, occurred)) ? 'revoked' : undefined
  return {
    ...at,
    visitId: await addEntry(context, {
      id: entryId,
      how: 'checkIn',
      stationId: station.id,
      accountId,
      occurredAt: occurred,
      flag,
    }),
  }
}
