import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { Report } from './report.ts'
import { Refused } from '#shared/refusal.ts'
import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { changedJustNow } from './last-step.ts'
import { followersOf } from './notify-about.ts'
import { reportToActOn } from './permissions.ts'
import { findReport, moved } from './report.ts'
import { reports, reportSteps, reportSupporters } from './tables.ts'
import { take } from './take.ts'

/**
 * 撤销并案: a report that was merged by mistake stands for itself again, in the state and under the time limit
 * that it had; whoever came to follow the other one by the merge follows it no longer.
 */
export const unmergeReport: Handler<'reports.unmerge'> = async (input, context) => {
  const { mergedInto: into } = await findReport(context.tx, input.reportId)
  const { report } = await reportToActOn(context, input, into === null ? [] : [into])
  if (report.state !== 'merged' || into === null) throw new Refused({ code: 'reports.notMerged' })
  if (report.mergedInto !== into) throw await changedJustNow(context, report.id)
  const target = await findReport(context.tx, into)
  if (target.state === 'merged') throw new Refused({ code: 'reports.mergedOn', number: target.number })

  const { wasAccepted, mergedAt } = await pastOf(context, report)
  const changes = { ...moved(wasAccepted ? 'accepted' : 'filed'), awaitsStaff: true, mergedInto: null }
  await removeJoined(context, target, [report.reporterId, ...await followersOf(context, report)], mergedAt)
  await take(context, report, { step: 'unmerged', by: 'staff', changes, words: `#${target.number}` })
  await take(context, target, { step: 'parted', by: 'staff', words: `#${report.number}` })
}

/** When it was merged, and whether it had been accepted by then: only from these two states is it merged. */
async function pastOf({ tx }: CommandContext, { id }: Report) {
  const steps = await tx
    .select({ step: reportSteps.step, at: reportSteps.at })
    .from(reportSteps)
    .where(eq(reportSteps.reportId, id))
    .orderBy(asc(reportSteps.at), asc(reportSteps.id))
  const merged = steps.findLast(({ step }) => step === 'merged')
  return { wasAccepted: steps.some(({ step }) => step === 'accepted'), mergedAt: merged?.at ?? 0 }
}

/** Those of these people who follow since the instant of the merge follow no longer. */
async function removeJoined({ tx }: CommandContext, { id }: Report, people: string[], mergedAt: number) {
  const left = await tx
    .delete(reportSupporters)
    .where(and(
      eq(reportSupporters.reportId, id),
      inArray(reportSupporters.accountId, people),
      eq(reportSupporters.at, mergedAt),
    ))
    .returning({ accountId: reportSupporters.accountId })
  if (left.length === 0) return
  await tx
    .update(reports)
    .set({ supporters: sql`${reports.supporters} - ${left.length}` })
    .where(eq(reports.id, id))
}
