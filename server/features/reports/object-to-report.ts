import type { Handler } from '#server/sync/context.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq } from 'drizzle-orm'
import { requireNoneSince } from './last-step.ts'
import { moved, requireMove } from './report.ts'
import { reportSteps } from './tables.ts'
import { take } from './take.ts'
import { findOwnReport } from './visibility.ts'

/** 申诉: the reporter of a declined report says why, once, and staff decide about it again. */
export const objectToReport: Handler<'reports.object'> = async (input, context) => {
  const report = await findOwnReport(context, input.reportId)
  const [before] = await context.tx
    .select({ id: reportSteps.id })
    .from(reportSteps)
    .where(and(eq(reportSteps.reportId, report.id), eq(reportSteps.step, 'objected')))
    .limit(1)
  if (before) throw new Refused({ code: 'reports.objectedBefore' })
  const { step, by } = requireMove(report.state, 'filed', 'reporter')
  await requireNoneSince(context, input, ['declined'])
  const changes = { ...moved('filed'), awaitsStaff: true }
  await take(context, report, { step, by, changes, words: input.words })
}
