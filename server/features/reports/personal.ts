import type { CommandContext, QueryContext } from '#server/sync/context.ts'
import { asc, eq } from 'drizzle-orm'
import { reportPhotos, reports, reportSteps, reportSupporters } from './tables.ts'

/**
 * Everything somebody filed, what they did and wrote about it or other people's reports, and what they
 * follow, for `identity.export`. What the desk notes for itself is not theirs.
 */
export async function exportReports({ read, actor }: QueryContext): Promise<unknown> {
  const filed = await read
    .select()
    .from(reports)
    .where(eq(reports.reporterId, actor.accountId))
    .orderBy(asc(reports.number))
  const photos = await read
    .select({ reportId: reportPhotos.reportId, hash: reportPhotos.hash, part: reportPhotos.part })
    .from(reportPhotos)
    .innerJoin(reports, eq(reports.id, reportPhotos.reportId))
    .where(eq(reports.reporterId, actor.accountId))
    .orderBy(asc(reportPhotos.position))
  const steps = await read
    .select({
      reportId: reportSteps.reportId,
      step: reportSteps.step,
      at: reportSteps.at,
      words: reportSteps.words,
    })
    .from(reportSteps)
    .where(eq(reportSteps.actorId, actor.accountId))
    .orderBy(asc(reportSteps.at))
  const supported = await read
    .select({ reportId: reportSupporters.reportId, at: reportSupporters.at })
    .from(reportSupporters)
    .where(eq(reportSupporters.accountId, actor.accountId))
  return {
    filed: filed.map(({ reusedPhoto, awaitsStaff, questionBy, ...own }) => own),
    photos,
    steps,
    supported,
  }
}

/**
 * Somebody who goes follows nothing any more; what they reported stays, for the street's sake, and without a
 * name. For `identity.deleteMe`.
 */
export async function eraseReporter({ tx, actor, nudge }: CommandContext): Promise<void> {
  await tx.delete(reportSupporters).where(eq(reportSupporters.accountId, actor.accountId))
  nudge('*', 'desk.reports', 'reports.one')
}
