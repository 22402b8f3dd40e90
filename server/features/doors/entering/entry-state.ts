import type { QueryHandlers } from '#server/sync/context.ts'
import type { Answer } from '#shared/queries.ts'
import type { FoundEntry } from './find-entry.ts'
import { findStation, nearestOpen } from '#server/core/stations/index.ts'
import { UNLOCK_MS } from '#shared/doors/passes.ts'
import { findEntry } from './find-entry.ts'

/**
 * Answers `stations.entry`: what became of one's own entry; where to go instead when the door stayed shut.
 */
export const entryState: QueryHandlers['stations.entry'] = async ({ entryId }, { read, actor, now }) => {
  const found = await findEntry(read, entryId)
  const state = found?.visit.accountId === actor.accountId ? stateOf(found, now) : 'unknown'
  if (!found || state !== 'failed') return { state, nearest: null }
  return {
    state,
    nearest:
      (await nearestOpen(read, await findStation(read, found.visit.stationId), actor.role, now)) ?? null,
  }
}

/** An unlock travels for seconds only: one that was not answered by then opens nothing any more. */
function stateOf({ entry: { isOpen, askedAt } }: FoundEntry, now: number): Answer<'stations.entry'>['state'] {
  if (isOpen !== null) return isOpen ? 'open' : 'failed'
  if (askedAt === null) return 'unknown'
  return now - askedAt <= UNLOCK_MS ? 'opening' : 'failed'
}
