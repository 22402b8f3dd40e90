import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { ReportStep } from '#shared/reports/rules.ts'
import type { SQL } from 'drizzle-orm'
import type { Report } from './report.ts'
import { findAccount } from '#server/core/identity/index.ts'
import { Refused } from '#shared/refusal.ts'
import { and, desc, eq, inArray, ne, notInArray, or, sql } from 'drizzle-orm'
import { changedJustNow } from './last-step.ts'
import { reportAtDesk, reportToActOn } from './permissions.ts'
import { findReport, moved } from './report.ts'
import { reports, reportSteps, reportSupporters } from './tables.ts'
import { take } from './take.ts'

/**
 * Decides `reports.unmerge` (撤销并案): a report merged by mistake stands alone again, in its former state and
 * with its former time limit; people who follow the other one by this merge only stop following it.
 */
export const unmergeReport: Handler<'reports.unmerge'> = async (input, context) => {
  const { mergedInto: into } = await findReport(context.tx, input.reportId)
  const { report } = await reportToActOn(context, input, into === null ? [] : [into])
  if (report.state !== 'merged' || into === null) throw new Refused({ code: 'reports.notMerged' })
  if (report.mergedInto !== into) throw await changedJustNow(context, report.id)
  const { report: target } = await reportAtDesk(context, { reportId: into })
  if (target.state === 'merged') throw new Refused({ code: 'reports.mergedOn', number: target.number })

  const wasAccepted = await wasAcceptedBefore(context, report)
  const changes = {
    ...moved(wasAccepted ? 'accepted' : 'filed'),
    ...await openQuestion(context, report),
    awaitsStaff: true,
    mergedInto: null,
  }
  await take(context, report, { step: 'unmerged', by: 'staff', changes, words: `#${target.number}` })
  await removeJoined(context, report, target)
  await take(context, target, { step: 'parted', by: 'staff', words: `#${report.number}` })
}

/** Whether it had been accepted when it was merged; only filed or accepted reports can be. */
async function wasAcceptedBefore({ tx }: CommandContext, { id }: Report): Promise<boolean> {
  const [accepted] = await tx
    .select({ id: reportSteps.id })
    .from(reportSteps)
    .where(and(eq(reportSteps.reportId, id), eq(reportSteps.step, 'accepted')))
    .limit(1)
  return accepted !== undefined
}

/**
 * Steps after which a question is no longer open. Accepting is none of them, nor is a merge that was undone.
 */
const endsOfQuestions: ReportStep[] = [
  'answered',
  'unanswered',
  'declined',
  'assigned',
  'resolved',
  'unable',
  'withdrawn',
]

/** The question that was open at the merge, if its reporter can still answer. */
async function openQuestion({ tx }: CommandContext, { id, reporterId }: Report) {
  const [last] = await tx
    .select({ step: reportSteps.step, question: reportSteps.words, questionBy: reportSteps.actorId })
    .from(reportSteps)
    .where(and(eq(reportSteps.reportId, id), inArray(reportSteps.step, ['asked', ...endsOfQuestions])))
    .orderBy(desc(reportSteps.at), desc(reportSteps.id))
    .limit(1)
  const isOpen = last?.step === 'asked' && (await findAccount(tx, reporterId))?.deletedAt === null
  return isOpen ? { question: last.question, questionBy: last.questionBy } : {}
}

/**
 * Removes the people who came from this report to the other by the merge, unless another report merged there
 * is theirs too.
 */
async function removeJoined({ tx }: CommandContext, report: Report, { id }: Report): Promise<void> {
  const mergedThere = and(eq(reports.mergedInto, id), ne(reports.id, report.id))
  const follow = (where: SQL | undefined) =>
    tx
      .select({ accountId: reportSupporters.accountId })
      .from(reportSupporters)
      .innerJoin(reports, eq(reports.id, reportSupporters.reportId))
      .where(where)
  const filed = tx.select({ accountId: reports.reporterId }).from(reports).where(mergedThere)
  const { accountId } = reportSupporters
  const left = await tx
    .delete(reportSupporters)
    .where(and(
      eq(reportSupporters.reportId, id),
      eq(reportSupporters.byMerge, true),
      or(eq(accountId, report.reporterId), inArray(accountId, follow(eq(reports.id, report.id)))),
      notInArray(accountId, filed),
      notInArray(accountId, follow(mergedThere)),
    ))
    .returning({ accountId })
  if (left.length === 0) return
  await tx
    .update(reports)
    .set({ supporters: sql`${reports.supporters} - ${left.length}` })
    .where(eq(reports.id, id))
}
