import type { City } from '#server/city.ts'
import { photoFolder } from './files.ts'
import { sweepOrphans, sweepUnused } from './sweep.ts'

/** Removes photos that no command named, and what a crash left on disk. Returns how many. */
export async function sweepPhotos({
  database,
  settings,
  clock,
}: Pick<City, 'database' | 'settings' | 'clock'>): Promise<{ unused: number, orphans: number }> {
  const store = { database, folder: photoFolder(settings.dataDir) }
  return { unused: await sweepUnused(store, clock()), orphans: await sweepOrphans(store, clock()) }
}
