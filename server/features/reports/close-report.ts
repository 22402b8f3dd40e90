import type { Reader } from '#server/database/database.ts'
import type { Handler } from '#server/sync/context.ts'
import { Refused } from '#shared/refusal.ts'
import { RATING_WINDOW_MS } from '#shared/reports/rules.ts'
import { BATCH_COMMANDS_MAX } from '#shared/sync/protocol.ts'
import { and, asc, eq, lt } from 'drizzle-orm'
import { findReport, moved, requireMove } from './report.ts'
import { reports } from './tables.ts'
import { take } from './take.ts'

/** The clock closes a resolved report that its reporter has not rated in time. */
export const closeReport: Handler<'reports.close'> = async ({ reportId }, context) => {
  const report = await findReport(context.tx, reportId)
  const { step, by } = requireMove(report.state, 'closed', 'system')
  if (context.now <= (report.resolvedAt ?? 0) + RATING_WINDOW_MS)
    throw new Refused({ code: 'reports.moveNotAllowed', from: report.state, to: 'closed' })
  await take(context, report, { step, by, changes: moved('closed') })
}

/** Ids of resolved reports that nobody has rated in time, the oldest first. */
export async function unratedReports(read: Reader, now: number): Promise<string[]> {
  const rows = await read
    .select({ id: reports.id })
    .from(reports)
    .where(and(eq(reports.state, 'resolved'), lt(reports.resolvedAt, now - RATING_WINDOW_MS)))
    .orderBy(asc(reports.resolvedAt))
    .limit(BATCH_COMMANDS_MAX)
  return rows.map(({ id }) => id)
}
