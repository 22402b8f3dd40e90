import type { City } from '#server/city.ts'
import { unratedReports } from '#server/features/reports/close-report.ts'
import { asSystem } from './as-system.ts'

/** Closes the settled reports whose reporters have said nothing for as long as they may. Returns how many. */
export async function closeReports(
  city: Pick<City, 'database' | 'changes' | 'clock' | 'log'>,
): Promise<number> {
  const reportIds = await unratedReports(city.database.read, city.clock())
  return await asSystem(city, 'reports.close', reportIds.map(reportId => ({ reportId })))
}
