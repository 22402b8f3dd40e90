import type { QueryHandler } from '#server/sync/context.ts'
import type { Answer } from '#shared/queries.ts'
import type { FoundEntry } from './entries.ts'
import { findStation, nearestOpen } from '#server/core/stations/index.ts'
import { UNLOCK_MS } from '#shared/doors/passes.ts'
import { findEntry } from './entries.ts'

/**
 * Answers `stations.entry`: how one's own entry ended, and the nearest open station when the door stayed
 * shut.
 */
export const entryState: QueryHandler<'stations.entry'> = async ({ entryId }, { read, actor, now }) => {
  const found = await findEntry(read, entryId)
  const state = found?.visit.accountId === actor.accountId ? stateOf(found, now) : 'unknown'
  if (!found || state !== 'failed') return { state, nearest: null }
  return {
    state,
    nearest:
      (await nearestOpen(read, await findStation(read, found.visit.stationId), actor.role, now)) ?? null,
  }
}

/** An unlock expires within seconds: one without an answer by then can't open the door any more. */
function stateOf({ entry: { isOpen, askedAt } }: FoundEntry, now: number): Answer<'stations.entry'>['state'] {
  if (isOpen !== null) return isOpen ? 'open' : 'failed'
  if (askedAt === null) return 'unknown'
  return now - askedAt <= UNLOCK_MS ? 'opening' : 'failed'
}
