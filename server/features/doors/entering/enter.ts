import type { Handler } from '#server/sync/context.ts'
import { strict as assert } from 'node:assert'
import { findAccount } from '#server/core/identity/index.ts'
import { Refused } from '#shared/refusal.ts'
import { readLiveCode } from '../kiosks/door-codes.ts'
import { findEntry } from './entries.ts'
import { letIn } from './let-in.ts'
import { lockVisitsOf } from './visits.ts'

/**
 * Decides `stations.enter`: lets in whoever has just read the code at the door. The same entry asked for
 * again gets the same answer and unlocks nothing.
 */
export const enterStation: Handler<'stations.enter'> = async ({ entryId, code }, context) => {
  const { tx, actor, now } = context
  const { station } = await readLiveCode(tx, code, now)
  await lockVisitsOf(tx, actor.accountId)
  const account = await findAccount(tx, actor.accountId)
  assert(account, 'whoever sends a command has an account')
  const at = { stationId: station.id, stationName: station.name }
  const known = await findEntry(tx, entryId)
  if (!known) return { ...at, ...(await letIn(context, station, account, { id: entryId, how: 'enter' })) }
  const { entry, visit } = known
  if (visit.accountId !== actor.accountId || visit.stationId !== station.id || entry.how !== 'enter')
    throw new Refused({ code: 'stations.idTaken' })
  return { ...at, visitId: visit.id, isOpen: entry.isOpen === true }
}
