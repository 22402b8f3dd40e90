import type { City } from '#server/city.ts'
import type { SweptStore } from './sweep.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { destroyOriginals } from './destroy.ts'
import { photoFolder } from './files.ts'
import { sweepOrphans, sweepUnused } from './sweep.ts'

type Sweeping = Pick<City, 'database' | 'settings' | 'clock' | 'isStopping'>
const storeOf = ({ database, settings, isStopping }: Sweeping): SweptStore =>
  ({ database, folder: photoFolder(settings.dataDir), isStopping })

/** Destroys the originals of photos that staff hid or covered long ago. Returns how many. */
export async function destroySealed(city: Sweeping & Pick<City, 'rulings'>): Promise<number> {
  const now = city.clock()
  const before = now - city.rulings.inForce('retention').sealedPhotoDays * DAY_MS
  return await destroyOriginals(storeOf(city), before, now)
}

/** Removes photos that no command named, and what a crash left on disk. Returns how many. */
export const sweepPhotos = async (city: Sweeping): Promise<{ unused: number, orphans: number }> => ({
  unused: await sweepUnusedPhotos(city),
  orphans: await sweepOrphans(storeOf(city), city.clock()),
})

/** Removes photos that nothing names any more. Returns how many. */
export const sweepUnusedPhotos = async (city: Sweeping): Promise<number> =>
  await sweepUnused(storeOf(city), city.clock())
