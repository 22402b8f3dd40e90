import type { Handler, QueryHandler } from '#server/sync/context.ts'
import type { Answer } from '#shared/queries.ts'
import type { FoundEntry } from './entries.ts'
import { strict as assert } from 'node:assert'
import { findAccount } from '#server/core/identity/index.ts'
import { findStation, nearestOpen } from '#server/core/stations/index.ts'
import { UNLOCK_MS } from '#shared/doors/door-bytes.ts'
import { groupsOf } from '#shared/doors/rules.ts'
import { Refused } from '#shared/refusal.ts'
import { readLiveCode } from '../kiosks/door-codes.ts'
import { isTyped, readLiveDigits } from '../kiosks/typed-digits.ts'
import { findEntry } from './entries.ts'
import { letIn } from './let-in.ts'
import { lockVisitsOf } from './visits.ts'

/**
 * Decides `stations.enter`: lets in whoever has just read the code at the door, or typed its digits. The same
 * entry asked for again gets the same answer and unlocks nothing.
 */
export const enterStation: Handler<'stations.enter'> = async ({ entryId, code }, context) => {
  const { tx, actor, now } = context
  const station = isTyped(code)
    ? await readLiveDigits(context, code)
    : (await readLiveCode(tx, code, now)).station
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

/**
 * Answers `stations.entry`: how one's own entry ended, and the nearest open station when the door stayed
 * shut.
 */
export const entryState: QueryHandler<'stations.entry'> = async ({ entryId }, { read, actor, now }) => {
  const found = await findEntry(read, entryId)
  const state = found?.visit.accountId === actor.accountId ? stateOf(found, now) : 'unknown'
  if (!found || state !== 'failed') return { state, nearest: null }
  const groups = groupsOf([actor.role, ...actor.posts.map(({ kind }) => kind)])
  const station = await findStation(read, found.visit.stationId)
  return { state, nearest: (await nearestOpen(read, station, groups, now)) ?? null }
}

/** An unlock expires within seconds, so one without an answer after that can't open the door any more. */
function stateOf({ entry: { isOpen, askedAt } }: FoundEntry, now: number): Answer<'stations.entry'>['state'] {
  if (isOpen !== null) return isOpen ? 'open' : 'failed'
  if (askedAt === null) return 'unknown'
  return now - askedAt <= UNLOCK_MS ? 'opening' : 'failed'
}
