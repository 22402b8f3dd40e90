import type { Reader } from '#server/database/database.ts'
import type { CommandContext } from '#server/sync/context.ts'
import { Refused } from '#shared/refusal.ts'
import { RATING_WINDOW_MS, refuseMove } from '#shared/reports/rules.ts'
import { BATCH_COMMANDS_MAX } from '#shared/sync/protocol.ts'
import { and, asc, eq, lt } from 'drizzle-orm'
import { recordStep } from './record-step.ts'
import { changeReport, findReport, moved } from './report.ts'
import { reports } from './tables.ts'
import { followersOf, nudgeAbout, tell } from './tell.ts'

/** Closes a settled report that its reporter has not rated in time. Sent by the clock. */
export async function closeReport(
  { reportId }: { reportId: string },
  context: CommandContext,
): Promise<void> {
  const report = await findReport(context.tx, reportId)
  const refusal = refuseMove(report.state, 'closed', 'system')
  if (refusal) throw new Refused(refusal)
  if (context.now <= (report.resolvedAt ?? 0) + RATING_WINDOW_MS)
    throw new Refused({ code: 'reports.moveNotAllowed', from: report.state, to: 'closed' })
  const closed = await changeReport(context, report, moved('closed'))
  await recordStep(context, report, { step: 'closed', by: 'system' })
  await nudgeAbout(context, closed)
  await tell(context, [report.reporterId, ...await followersOf(context, report)], 'reports.closed', report)
}

/** Ids of settled reports that nobody has rated in time, the oldest first. */
export async function unratedReports(read: Reader, now: number): Promise<string[]> {
  const rows = await read
    .select({ id: reports.id })
    .from(reports)
    .where(and(eq(reports.state, 'resolved'), lt(reports.resolvedAt, now - RATING_WINDOW_MS)))
    .orderBy(asc(reports.resolvedAt))
    .limit(BATCH_COMMANDS_MAX)
  return rows.map(({ id }) => id)
}
