import type { City } from '#server/city.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { destroyOriginals } from './destroy.ts'
import { photoFolder } from './files.ts'
import { sweepOrphans, sweepUnused } from './sweep.ts'

type Store = Pick<City, 'database' | 'settings' | 'clock'>

/** Destroys the originals of photos that staff hid or covered long ago. Returns how many. */
export async function destroySealed({
  database,
  settings,
  clock,
  rulings,
}: Store & Pick<City, 'rulings'>): Promise<number> {
  const before = clock() - rulings.inForce('retention').sealedPhotoDays * DAY_MS
  return await destroyOriginals({ database, folder: photoFolder(settings.dataDir) }, before, clock())
}

/** Removes photos that no command named, and what a crash left on disk. Returns how many. */
export async function sweepPhotos({
  database,
  settings,
  clock,
}: Store): Promise<{ unused: number, orphans: number }> {
  const store = { database, folder: photoFolder(settings.dataDir) }
  return {
    unused: await sweepUnusedPhotos({ database, settings, clock }),
    orphans: await sweepOrphans(store, clock()),
  }
}

/** Removes photos that nothing names any more. Returns how many. */
export const sweepUnusedPhotos = async ({ database, settings, clock }: Store): Promise<number> =>
  await sweepUnused({ database, folder: photoFolder(settings.dataDir) }, clock())
