import type { City } from '#server/city.ts'
import { unansweredEntries } from '#server/features/doors/entering/note-unlock.ts'
import { asSystem } from './as-system.ts'

/**
 * Says of the locks that a server told before it died that they did not open, as it would have done itself.
 * Returns how many.
 */
export async function answerForLocks(
  city: Pick<City, 'database' | 'changes' | 'clock' | 'log'>,
): Promise<number> {
  const entryIds = await unansweredEntries(city.database.read, city.clock())
  return await asSystem(city, 'stations.noteUnlock', entryIds.map(entryId => ({ entryId, isOpen: false })))
}
