import type { Reader } from '#server/database/database.ts'
import type { ReportState, ReportStep } from '#shared/reports/rules.ts'
import type { Report } from './report.ts'
import { staffOver } from '#server/core/posts/index.ts'
import { and, desc, eq } from 'drizzle-orm'
import { isOwn } from './permissions.ts'
import { reportSteps } from './tables.ts'

/** The decision that an objection brings back to each of these states. */
const objectedTo: Partial<Record<ReportState, ReportStep>> = { filed: 'declined', accepted: 'unable' }

/** The moves that are for others, after an objection: all that decide, or to be unable again. */
export const isLookedAtAgain = ({ state }: Pick<Report, 'state'>, to: ReportState): boolean =>
  state === 'filed' ? to !== 'filed' : to === 'unable'

/**
 * Whether somebody else decides about an objection: whoever declined a report, or was unable to settle it,
 * says so again only where no other staff of its area, or of a level above, may act on it.
 */
export async function awaitsOther(
  read: Reader,
  now: number,
  accountId: string,
  report: Report,
): Promise<boolean> {
  const step = objectedTo[report.state]
  if (!step) return false
  const [decided] = await read
    .select({ actorId: reportSteps.actorId })
    .from(reportSteps)
    .where(and(eq(reportSteps.reportId, report.id), eq(reportSteps.step, step)))
    .orderBy(desc(reportSteps.at), desc(reportSteps.id))
    .limit(1)
  if (decided?.actorId !== accountId) return false
  for (const other of await staffOver(read, now, report.areaId)) {
    if (other !== accountId && !(await isOwn(read, other, report))) return true
  }
  return false
}
