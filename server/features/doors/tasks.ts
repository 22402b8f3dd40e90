import type { City } from '#server/city.ts'
import { asSystem } from '#server/sync/as-system.ts'
import { unansweredEntries } from './entering/note-unlock.ts'

/**
 * Records as failed the unlocks of a server that died before it recorded the lock's answer. Returns how many.
 */
export async function answerForLocks(city: City): Promise<number> {
  const entryIds = await unansweredEntries(city.database.read, city.clock())
  return await asSystem(city, 'stations.noteUnlock', entryIds.map(entryId => ({ entryId, isOpen: false })))
}
