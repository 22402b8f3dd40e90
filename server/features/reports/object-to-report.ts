import type { Handler } from '#server/sync/context.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq } from 'drizzle-orm'
import { requireNoneSince } from './last-step.ts'
import { moved, requireMove } from './report.ts'
import { reportSteps } from './tables.ts'
import { take } from './take.ts'
import { findOwnReport } from './visibility.ts'

/** 申诉: the reporter of a report that was declined, or that staff were unable to settle, says why, once. */
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
