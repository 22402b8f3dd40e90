import type { City } from '#server/city.ts'
import { asSystem } from '#server/sync/as-system.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { unansweredReports } from './asleep/question.ts'
import { unremindedReports } from './asleep/remind.ts'
import { fellDue } from './desk-reports.ts'
import { compareAfterPhotos } from './mark-after-photos.ts'
import { comparePhotos } from './mark-photos.ts'
import { deskLists } from './notify-about.ts'
import { duePlans } from './plan-report.ts'
import { unratedReports } from './rate-report.ts'
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

/** Returns unanswered questions and notifies of overdue reports, in batches. Returns how many. */
export async function wakeReports(city: City): Promise<number> {
  const { database: { read }, rulings } = city
  const thresholds = rulings.inForce('thresholds')
  const now = city.clock()
  const unanswered = await unansweredReports(read, now - thresholds.questionDays * DAY_MS)
  const overdue = await unremindedReports(read, now, 'overdue', thresholds.overduePercent)
  const late = await unremindedReports(read, now, 'late', thresholds.raisedPercent)
  return await asSystem(city, 'reports.returnQuestion', unanswered.map(reportId => ({ reportId })))
    + await asSystem(city, 'reports.remind', [
      ...overdue.map(reportId => ({ reportId, of: 'overdue' as const })),
      ...late.map(reportId => ({ reportId, of: 'late' as const })),
    ])
}

/** Brings reports whose planned day has come back to the front of their desks. Returns how many. */
export async function bringBackPlans(city: City): Promise<number> {
  const reportIds = await duePlans(city.database.read, city.clock())
  return await asSystem(city, 'reports.planDue', reportIds.map(reportId => ({ reportId })))
}

/** Nudges the desks when a report has become overdue: their lists change by the clock alone. */
export async function nudgeOverdue({ database, changes, clock }: City, since: number): Promise<void> {
  if (await fellDue(database.read, since, clock()))
    await changes.publish([{ to: '*', names: [...deskLists] }])
}
