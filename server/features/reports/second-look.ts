import type { Reader } from '#server/database/database.ts'
import type { ReportState, ReportStep } from '#shared/reports/rules.ts'
import type { Report } from './report.ts'
import { staffOver } from '#server/core/posts/index.ts'
import { and, desc, eq } from 'drizzle-orm'
import { isOwn } from './permissions.ts'
import { reportSteps } from './tables.ts'

/** The decision to which an objection leads back, by state. */
const objectedTo: Partial<Record<ReportState, ReportStep>> = { filed: 'declined', accepted: 'unable' }

/** Moves that another person has to decide: after an objected decline all, else being unable again. */
export const isLookedAtAgain = ({ state }: Pick<Report, 'state'>, to: ReportState): boolean =>
  state === 'filed' ? to !== 'filed' : to === 'unable'

/**
 * Whether another person has to decide after an objection. Whoever declined a report, or was unable to settle
 * it, may decide so again only if no other staff of its area, or of a level above, may act on it.
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
