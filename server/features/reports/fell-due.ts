import type { Reader } from '#server/database/database.ts'
import { openStates } from '#shared/reports/rules.ts'
import { and, gte, inArray, lt } from 'drizzle-orm'
import { reports } from './tables.ts'

/** True when an open report has become overdue between two instants. */
export async function fellDue(read: Reader, after: number, until: number): Promise<boolean> {
  const [report] = await read
    .select({ id: reports.id })
    .from(reports)
    .where(and(gte(reports.dueAt, after), lt(reports.dueAt, until), inArray(reports.state, [...openStates])))
    .limit(1)
  return report !== undefined
}
