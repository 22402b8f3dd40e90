import type { CommandContext, QueryContext } from '#server/sync/context.ts'
import { asc, eq } from 'drizzle-orm'
import { reportPhotos, reports, reportSteps, reportSupporters } from './tables.ts'

/**
 * For `identity.export`: what somebody filed, did, wrote and follows. What the desk notes for itself is not
 * part of it.
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

/** For `identity.deleteMe`: ends what somebody follows. What they reported stays, without a name. */
export async function eraseReporter({ tx, actor, nudge }: CommandContext): Promise<void> {
  await tx.delete(reportSupporters).where(eq(reportSupporters.accountId, actor.accountId))
  nudge('*', 'desk.reports', 'reports.one')
}
