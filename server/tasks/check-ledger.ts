import type { City } from '#server/city.ts'
import { checkPoints } from '#server/core/points/index.ts'
import { showBrokenPoints } from '#server/http/metrics.ts'
import { asSystem } from './as-system.ts'

/**
 * Every night: do the points add up? If not, it is said in the log, as a metric and to the organisers.
 * Returns how many invariants don't hold.
 */
export async function checkLedger(
  city: Pick<City, 'database' | 'changes' | 'clock' | 'log'>,
): Promise<number> {
  const broken = await checkPoints(city.database)
  showBrokenPoints(broken.length)
  for (const { name, rows } of broken)
    city.log.fatal({ invariant: name, rows: rows.length }, 'the points do not add up')
  if (broken.length > 0)
    await asSystem(city, 'points.raiseAlarm', [{ invariants: broken.map(({ name }) => name) }])
  return broken.length
}
