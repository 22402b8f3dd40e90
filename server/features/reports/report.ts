import type { Reader } from '#server/database/database.ts'
import type { Slots } from '#server/database/prepared.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { ReportState } from '#shared/reports/rules.ts'
import { prepared } from '#server/database/prepared.ts'
import { Refused } from '#shared/kernel/refusal.ts'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { reports } from './tables.ts'

export type Report = typeof reports.$inferSelect
type Change = Partial<typeof reports.$inferInsert>

/** The report, or the refusal that there is none. */
export async function findReport(read: Reader, reportId: string): Promise<Report> {
  const [report] = await read.select().from(reports).where(eq(reports.id, reportId))
  if (!report) throw new Refused({ code: 'reports.unknown' })
  return report
}

const findInTurn = prepared((tx, { id }: Slots<{ id: string }>) => tx.select().from(reports).where(eq(reports.id, id)).prepare('find_report'))

/** The same inside a command. */
export async function findReportInTurn({ tx }: Pick<CommandContext, 'tx'>, reportId: string): Promise<Report> {
  const [report] = await findInTurn(tx, { id: reportId })
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

type Seen = Pick<Report, 'id' | 'state' | 'areaId' | 'unitId' | 'question'>
const acceptAsSeen = prepared((tx, { id, state, areaId, unitId, question, now }: Slots<Seen & { now: number }>) =>
  tx.update(reports)
    .set({ state: 'accepted', stateSince: sql`${now}`, awaitsStaff: false })
    .where(and(eq(reports.id, id), eq(reports.state, state), eq(reports.areaId, areaId), sql`${reports.unitId} is not distinct from ${unitId}`, sql`${reports.question} is not distinct from ${question}`))
    .returning({ id: reports.id })
    .prepare('accept_report'))

/** The change that is made most often, under the same condition. What the reporter was asked stays: an accepted report may be asked about too. */
export async function acceptReport({ tx, now }: CommandContext, report: Report): Promise<Report> {
  const { id, state, areaId, unitId, question } = report
  const [accepted] = await acceptAsSeen(tx, { id, state, areaId, unitId, question, now })
  if (!accepted) throw new Refused({ code: 'reports.moveNotAllowed', from: (await findReport(tx, id)).state, to: 'accepted' })
  return { ...report, state: 'accepted', stateSince: now, awaitsStaff: false }
}

/** What a move changes besides the state: nobody waits for an answer or for a look at the desk any more. */
export const moved = (state: ReportState): Change => ({ state, awaitsStaff: false, question: null, questionBy: null })
