import type { Reader } from '#server/database/database.ts'
import type { Report } from './report.ts'
import { staffOver } from '#server/core/posts/index.ts'
import { and, desc, eq } from 'drizzle-orm'
import { isOwn } from './permissions.ts'
import { reportSteps } from './tables.ts'

/**
 * Whether somebody else decides about an objection: whoever declined a report does so again only where no
 * other staff of its area, or of a level above, may act on it.
 */
export async function awaitsOther(
  read: Reader,
  now: number,
  accountId: string,
  report: Report,
): Promise<boolean> {
  if (report.state !== 'filed') return false
  const [declined] = await read
    .select({ actorId: reportSteps.actorId })
    .from(reportSteps)
    .where(and(eq(reportSteps.reportId, report.id), eq(reportSteps.step, 'declined')))
    .orderBy(desc(reportSteps.at), desc(reportSteps.id))
    .limit(1)
  if (declined?.actorId !== accountId) return false
  for (const other of await staffOver(read, now, report.areaId)) {
    if (other !== accountId && !(await isOwn(read, other, report))) return true
  }
  return false
}
