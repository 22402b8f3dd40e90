import type { Reader } from '#server/database/database.ts'
import type { Slots } from '#server/database/prepared.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { ReportState } from '#shared/reports/rules.ts'
import { prepared } from '#server/database/prepared.ts'
import { Refused } from '#shared/kernel/refusal.ts'
import { and, eq, isNull } from 'drizzle-orm'
import { reports } from './tables.ts'

export type Report = typeof reports.$inferSelect
type Change = Partial<typeof reports.$inferInsert>

const findById = prepared((read: Reader, { id }: Slots<{ id: string }>) => read.select().from(reports).where(eq(reports.id, id)).prepare('find_report'))

/** The report, or the refusal that there is none. */
export async function findReport(read: Reader, reportId: string): Promise<Report> {
  const [report] = await findById(read, { id: reportId })
  if (!report) throw new Refused({ code: 'reports.unknown' })
  return report
}

/** The report, for its own reporter only. */
export async function findOwnReport({ tx, actor }: CommandContext, reportId: string): Promise<Report> {
  const report = await findReport(tx, reportId)
  if (report.reporterId !== actor.accountId) throw new Refused({ code: 'reports.notYours' })
  return report
}

const same = (column: typeof reports.unitId | typeof reports.question, value: string | null) => value === null ? isNull(column) : eq(column, value)

/**
 * Changes a report, provided that what was decided upon still holds: its state, area, unit and question as `report` has them.
 * Of twenty who accept it at once, one does. Returns it as it is now.
 */
export async function changeReport({ tx, now }: CommandContext, report: Report, change: Change): Promise<Report> {
  const { id, state, areaId, unitId, question } = report
  const isAsSeen = and(eq(reports.id, id), eq(reports.state, state), eq(reports.areaId, areaId), same(reports.unitId, unitId), same(reports.question, question))
  const [changed] = await tx.update(reports).set(change.state === undefined ? change : { stateSince: now, ...change }).where(isAsSeen).returning()
  if (changed) return changed
  const current = await findReport(tx, id)
  throw new Refused({ code: 'reports.moveNotAllowed', from: current.state, to: change.state ?? current.state })
}

/** What a move changes besides the state: nobody waits for an answer or for a look at the desk any more. */
export const moved = (state: ReportState): Change => ({ state, awaitsStaff: false, question: null, questionBy: null })
