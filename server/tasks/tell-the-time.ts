import type { City } from '#server/city.ts'
import { fellDue } from '#server/features/reports/desk-reports.ts'
import { dayOf } from '#shared/kernel/day.ts'

/**
 * Some answers change by the clock alone: what has become overdue, and on a new day its caps, what is
 * offered, and what was done today.
 * Returns the step to take every so often, which nudges them as a command would have.
 */
export function openClockNudges({
  database,
  changes,
  clock,
}: Pick<City, 'database' | 'changes' | 'clock'>): () => Promise<void> {
  let toldAt = clock()
  return async () => {
    const now = clock()
    if (await fellDue(database.read, toldAt, now)) await changes.tell([{ to: '*', names: ['desk.reports'] }])
    if (dayOf(now) !== dayOf(toldAt))
      await changes.tell([{ to: '*', names: ['points.mine', 'mall.items', 'mall.desk'] }])
    toldAt = now
  }
}
