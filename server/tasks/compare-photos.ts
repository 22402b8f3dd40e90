import type { City } from '#server/city.ts'
import { compareAfterPhotos } from '#server/features/reports/mark-after-photos.ts'
import { comparePhotos } from '#server/features/reports/mark-photos.ts'
import { asSystem } from './as-system.ts'

/**
 * Looks for reused photos in what was filed and settled since the last time. Returns how many reports and
 * settlings were marked.
 */
export async function compareNewPhotos(
  city: Pick<City, 'database' | 'changes' | 'clock' | 'log'>,
): Promise<number> {
  const compared = await comparePhotos(city.database.read)
  if (compared.reused.length + compared.fresh.length > 0)
    await asSystem(city, 'reports.markPhotos', [compared])
  const settlings = await compareAfterPhotos(city.database.read)
  if (settlings.length > 0) await asSystem(city, 'reports.markAfterPhotos', [{ settlings }])
  return compared.reused.length + settlings.filter(({ fault }) => fault !== null).length
}
