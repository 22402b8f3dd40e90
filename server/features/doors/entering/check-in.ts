import type { CommandHandlers } from '#server/sync/context.ts'
import { strict as assert } from 'node:assert'
import { findAccount } from '#server/core/identity/index.ts'
import { Refused } from '#shared/refusal.ts'
import { readKeptCode } from '../kiosks/door-codes.ts'
import { requireRegistered } from '../passes/holders.ts'
import { wasRevoked } from '../passes/suspensions.ts'
import { addEntry } from './add-entry.ts'
import { findEntry } from './find-entry.ts'
import { takeTurn } from './visits.ts'

/** Somebody stood at a door without a network and kept its code: a fact by now, which opens nothing. */
export const checkIn: CommandHandlers['stations.checkIn'] = async ({ entryId, code }, context) => {
  const { tx, actor: { accountId }, occurred } = context
  const { station } = await readKeptCode(tx, code, occurred)
  await takeTurn(tx, accountId)
  const account = await findAccount(tx, accountId)
  assert(account, 'whoever sends a command has an account')
  requireRegistered(account)
  const at = { stationId: station.id, stationName: station.name }
  const known = await findEntry(tx, entryId)
  if (known) {
    // The live entry went through after all, and only its answer was lost.
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
