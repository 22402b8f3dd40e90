import type { Handler } from '#server/sync/context.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { Refused } from '#shared/refusal.ts'
import { isOpen } from '#shared/reports/rules.ts'
import { and, desc, eq } from 'drizzle-orm'
import { requireNoneSince } from './last-step.ts'
import { lockReports, moved, requireMove } from './report.ts'
import { reportSteps } from './tables.ts'
import { take } from './take.ts'
import { findOwnReport } from './visibility.ts'

/** 催办: the reporter of an overdue report reminds the desk and the unit, once in a Shanghai day. */
export const urgeReport: Handler<'reports.urge'> = async ({ reportId }, context) => {
  // The row is not changed, so without the lock two phones at once could both urge on the same day.
  await lockReports(context, [reportId])
  const report = await findOwnReport(context, reportId)
  if (!isOpen(report.state)) throw new Refused({ code: 'reports.tooLateToChange', state: report.state })
  if (report.dueAt > context.now) throw new Refused({ code: 'reports.notOverdue', dueAt: report.dueAt })
  const [last] = await context.tx
    .select({ at: reportSteps.at })
    .from(reportSteps)
    .where(and(eq(reportSteps.reportId, reportId), eq(reportSteps.step, 'urged')))
    .orderBy(desc(reportSteps.at))
    .limit(1)
  if (last && dayOf(last.at) === dayOf(context.now)) throw new Refused({ code: 'reports.urgedToday' })
  await take(context, report, { step: 'urged', by: 'reporter' })
}

/**
 * Decides `reports.object`: the reporter of a report that was declined or could not be settled objects, once.
 */
export const objectToReport: Handler<'reports.object'> = async (input, context) => {
  const report = await findOwnReport(context, input.reportId)
  const [before] = await context.tx
    .select({ id: reportSteps.id })
    .from(reportSteps)
    .where(and(eq(reportSteps.reportId, report.id), eq(reportSteps.step, 'objected')))
    .limit(1)
  if (before) throw new Refused({ code: 'reports.objectedBefore' })
  const to = report.state === 'unable' ? 'accepted' : 'filed'
  const { step, by } = requireMove(report.state, to, 'reporter')
  await requireNoneSince(context, input, ['declined', 'unable'])
  const changes = { ...moved(to), awaitsStaff: true }
  await take(context, report, { step, by, changes, words: input.words })
}
