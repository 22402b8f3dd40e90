import type { Reader } from '#server/database/database.ts'
import type { Slots } from '#server/database/prepared.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { ReportState } from '#shared/reports/rules.ts'
import { prepared } from '#server/database/prepared.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq, sql } from 'drizzle-orm'
import { reports } from './tables.ts'

export type Report = typeof reports.$inferSelect
type Change = Partial<typeof reports.$inferInsert>
/** What a change was decided upon. */
interface Seen {
  seenId: string
  seenState: ReportState
  seenAreaId: string
  seenUnitId: string | null
  seenQuestion: string | null
}

const findById = prepared((read: Reader, { id }: Slots<{ id: string }>) =>
  read.select().from(reports).where(eq(reports.id, id)).prepare('find_report'),
)

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

/**
 * Reports that stay as they are until the transaction ends, and how they are now; unknown ones are left out.
 * Writing a row to itself
 * holds it on both engines; held in the order of their ids, two who want the same ones can't wait for each
 * other.
 */
export async function holdReports({ tx }: CommandContext, reportIds: readonly string[]): Promise<Report[]> {
  const held: Report[] = []
  for (const id of [...reportIds].sort()) {
    held.push(
      ...(await tx
        .update(reports)
        .set({ supporters: sql`${reports.supporters}` })
        .where(eq(reports.id, id))
        .returning()),
    )
  }
  return held
}

/** The columns to change are those given beside what was seen; each set of them is a statement of its own. */
const change = prepared(
  (tx, { seenId, seenState, seenAreaId, seenUnitId, seenQuestion, ...columns }: Slots<Seen & Change>) =>
    tx
      .update(reports)
      .set(Object.fromEntries(Object.entries(columns).map(([name, slot]) => [name, sql`${slot}`])))
      .where(
        and(
          eq(reports.id, seenId),
          eq(reports.state, seenState),
          eq(reports.areaId, seenAreaId),
          sql`${reports.unitId} is not distinct from ${seenUnitId}`,
          sql`${reports.question} is not distinct from ${seenQuestion}`,
        ),
      )
      .returning()
      .prepare('change_report'),
)

/** The values as the engine takes them; null stays null, which a column's own encoder would make a false. */
const encoded = (changes: Change): Change =>
  Object.fromEntries(
    Object.entries(changes).map(([name, value]) => [
      name,
      value === null ? null : reports[name as keyof Change].mapToDriverValue(value),
    ]),
  )

/**
 * Changes a report, provided that what was decided upon still holds: its state, area, unit and question as
 * `report` has them.
 * Of twenty who accept it at once, one does. Returns it as it is now.
 */
export async function changeReport(
  { tx, now }: CommandContext,
  report: Report,
  changes: Change,
): Promise<Report> {
  const { id, state, areaId, unitId, question } = report
  const seen = {
    seenId: id,
    seenState: state,
    seenAreaId: areaId,
    seenUnitId: unitId,
    seenQuestion: question,
  }
  const [changed] = await change(tx, {
    ...seen,
    ...encoded({ ...(changes.state !== undefined && { stateSince: now }), ...changes }),
  })
  if (changed) return changed
  const current = await findReport(tx, id)
  throw new Refused({
    code: 'reports.moveNotAllowed',
    from: current.state,
    to: changes.state ?? current.state,
  })
}

/** What a move changes besides the state: nobody waits for an answer or for a look at the desk any more. */
export const moved = (state: ReportState): Change => ({
  state,
  awaitsStaff: false,
  question: null,
  questionBy: null,
})
