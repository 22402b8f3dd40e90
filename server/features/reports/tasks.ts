import type { City } from '#server/city.ts'
import { asSystem } from '#server/sync/as-system.ts'
import { unratedReports } from './close-report.ts'
import { fellDue } from './desk-reports.ts'
import { compareAfterPhotos } from './mark-after-photos.ts'
import { comparePhotos } from './mark-photos.ts'
import { duePlans } from './plan-report.ts'
import { strandedReports } from './release-report.ts'

/** Looks for reused photos in what was filed and resolved since the last time. Returns how many it marked. */
export async function compareNewPhotos(city: City): Promise<number> {
  const compared = await comparePhotos(city.database.read)
  if (compared.reused.length + compared.fresh.length > 0)
    await asSystem(city, 'reports.markPhotos', [compared])
  const settlings = await compareAfterPhotos(city.database.read)
  if (settlings.length > 0) await asSystem(city, 'reports.markAfterPhotos', [{ settlings }])
  return compared.reused.length + settlings.filter(({ fault }) => fault !== null).length
}

/** Closes the resolved reports whose reporters did not rate them in time. Returns how many. */
export async function closeReports(city: City): Promise<number> {
  const reportIds = await unratedReports(city.database.read, city.clock())
  return await asSystem(city, 'reports.close', reportIds.map(reportId => ({ reportId })))
}

/** Gives reports that lie with a unit without people or a clerk who left to staff. Returns how many. */
export async function releaseReports(city: City): Promise<number> {
  const reportIds = await strandedReports(city.database.read, city.clock())
  return await asSystem(city, 'reports.release', reportIds.map(reportId => ({ reportId })))
}

/** Brings reports whose planned day has come back to the front of their desks. Returns how many. */
export async function bringBackPlans(city: City): Promise<number> {
  const reportIds = await duePlans(city.database.read, city.clock())
  return await asSystem(city, 'reports.planDue', reportIds.map(reportId => ({ reportId })))
}

/** Nudges the desks when a report has become overdue: their lists change by the clock alone. */
export async function nudgeOverdue({ database, changes, clock }: City, since: number): Promise<void> {
  if (await fellDue(database.read, since, clock()))
    await changes.publish([{ to: '*', names: ['desk.reports'] }])
}
