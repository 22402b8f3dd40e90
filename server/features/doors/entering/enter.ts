import type { CommandHandlers } from '#server/sync/context.ts'
import { strict as assert } from 'node:assert'
import { findAccount } from '#server/core/identity/index.ts'
import { Refused } from '#shared/refusal.ts'
import { readLiveCode } from '../kiosks/door-codes.ts'
import { findEntry } from './find-entry.ts'
import { letIn } from './let-in.ts'
import { takeTurn } from './visits.ts'

/**
 * Lets in whoever has just read the code at the door. The same entry asked for again is answered again, and
 * opens nothing.
 */
export const enter: CommandHandlers['stations.enter'] = async ({ entryId, code }, context) => {
  const { tx, actor, now } = context
  const { station } = await readLiveCode(tx, code, now)
  await takeTurn(tx, actor.accountId)
  const account = await findAccount(tx, actor.accountId)
  assert(account, 'whoever sends a command has an account')
  const known = await findEntry(tx, entryId)
  if (!known) {
    return {
      stationId: station.id,
      stationName: station.name,
      ...(await letIn(context, station, account, { id: entryId, how: 'enter' })),
    }
  }
  const { entry, visit } = known
  if (visit.accountId !== actor.accountId || visit.stationId !== station.id || entry.how !== 'enter')
    throw new Refused({ code: 'stations.idTaken' })
  return {
    stationId: station.id,
    stationName: station.name,
    visitId: visit.id,
    isOpen: entry.isOpen === true,
  }
}
