import type { CommandContext } from '#server/sync/context.ts'
import { Refused } from '#shared/kernel/refusal.ts'
import { RATING_WINDOW_MS, refuseMove } from '#shared/reports/rules.ts'
import { recordStep } from './record-step.ts'
import { changeReport, findReport, moved } from './report.ts'
import { followersOf, nudgeAbout, tell } from './tell.ts'

/** Closes a settled report that its reporter has not rated in time. Sent by the clock. */
export async function closeReport({ reportId }: { reportId: string }, context: CommandContext): Promise<void> {
  const report = await findReport(context.tx, reportId)
  const refusal = refuseMove(report.state, 'closed', 'system')
  if (refusal) throw new Refused(refusal)
  if (context.now <= (report.resolvedAt ?? 0) + RATING_WINDOW_MS) throw new Refused({ code: 'reports.moveNotAllowed', from: report.state, to: 'closed' })
  const closed = await changeReport(context, report, moved('closed'))
  await recordStep(context, report, { step: 'closed', by: 'system' })
  await nudgeAbout(context, closed)
  await tell(context, [report.reporterId, ...await followersOf(context, report)], 'reports.closed', report)
}
