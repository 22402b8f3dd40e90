import type { CommandContext, QueryContext } from '#server/sync/context.ts'
import { and, asc, eq, isNotNull } from 'drizzle-orm'
import { deskLists } from './notify-about.ts'
import { deskParts } from './permissions.ts'
import { reportPhotos, reports, reportSteps, reportSupporters } from './tables.ts'

/** For `identity.export`: what somebody filed, did, wrote and follows, without the desk's internal notes. */
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
  const steps = await stepsOf({ read, actor })
  const supported = await read
    .select({ reportId: reportSupporters.reportId, at: reportSupporters.at })
    .from(reportSupporters)
    .where(eq(reportSupporters.accountId, actor.accountId))
  return {
    filed: filed.map(
      ({ reusedPhoto, awaitsStaff, cameBackAs, questionBy, pairHiddenAt, clerkId, filedBy, ...own }) => own,
    ),
    photos,
    steps,
    supported,
  }
}

/** The steps that somebody took; of those at a desk, only steps within the posts that they hold now. */
async function stepsOf({ read, actor }: Pick<QueryContext, 'read' | 'actor'>) {
  const rows = await read
    .select({ taken: reportSteps, report: reports })
    .from(reportSteps)
    .innerJoin(reports, eq(reports.id, reportSteps.reportId))
    .where(eq(reportSteps.actorId, actor.accountId))
    .orderBy(asc(reportSteps.at), asc(reportSteps.id))
  const isOwn = ({ taken: { part }, report }: (typeof rows)[number]) =>
    part === 'reporter' || (deskParts(actor, report) as readonly string[]).includes(part)
  return rows
    .filter(isOwn)
    .map(({ taken: { reportId, step, at, words } }) => ({ reportId, step, at, words }))
}

/** For `identity.deleteMe`: ends what somebody follows. Their reports stay, without a name. */
export async function eraseReporter({ tx, actor, nudge }: CommandContext): Promise<void> {
  // Nobody is left to answer a question, so the report waits for staff again.
  await tx
    .update(reports)
    .set({ question: null, questionBy: null, awaitsStaff: true, cameBackAs: 'answered' })
    .where(and(eq(reports.reporterId, actor.accountId), isNotNull(reports.question)))
  await tx.delete(reportSupporters).where(eq(reportSupporters.accountId, actor.accountId))
  nudge('*', ...deskLists, 'reports.one')
}
