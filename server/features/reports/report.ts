import type { Reader } from '#server/database/database.ts'
import type { Slots } from '#server/database/prepared.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { MoveBy, ReportMove, ReportState } from '#shared/reports/rules.ts'
import type { AnyColumn, SQL } from 'drizzle-orm'
import { prepared } from '#server/database/prepared.ts'
import { lockRow } from '#server/database/rows.ts'
import { findMove } from '#shared/kernel/moves.ts'
import { Refused } from '#shared/refusal.ts'
import { moves, openStates, RATING_WINDOW_MS, refuseMove } from '#shared/reports/rules.ts'
import { and, eq, sql } from 'drizzle-orm'
import { changedJustNow } from './last-step.ts'
import { reports } from './tables.ts'

export type Report = typeof reports.$inferSelect
export type Changes = Partial<typeof reports.$inferInsert>
/** The columns on which a decision was based; when it is written they must be unchanged. */
interface Seen {
  seenId: string
  seenKind: string
  seenText: string
  seenLatitude: number | null
  seenLongitude: number | null
  seenSpot: string | null
  seenState: ReportState
  seenAreaId: string
  seenUnitId: string | null
  seenQuestion: string | null
}

/**
 * The condition that a report is open, written like that of the partial indexes, because SQLite uses them for
 * no other.
 */
export const isOpenBy = (state: AnyColumn): SQL =>
  sql`(${sql.join(openStates.map(open => sql`${state} = ${sql.raw(`'${open}'`)}`), sql` or `)})`

const findById = prepared((read: Reader, { id }: Slots<{ id: string }>) =>
  read.select().from(reports).where(eq(reports.id, id)).prepare('find_report'),
)

/** The report, or the refusal that there is none. */
export async function findReport(read: Reader, reportId: string): Promise<Report> {
  const [report] = await findById(read, { id: reportId })
  if (!report) throw new Refused({ code: 'reports.unknown' })
  return report
}

/**
 * Locks reports until the transaction ends and returns them as they are now; unknown ones are left out.
 * Always in the order of their ids, so that two people who want the same ones don't wait for each other.
 */
export async function lockReports({ tx }: CommandContext, reportIds: readonly string[]): Promise<Report[]> {
  const found: Report[] = []
  for (const id of [...new Set(reportIds)].sort()) {
    const report = await lockRow(tx, reports, { id })
    if (report) found.push(report)
  }
  return found
}

/** Changes the columns given beside `Seen`. Each set of columns is prepared as a statement of its own. */
const change = prepared(
  (
    tx,
    {
      seenId,
      seenKind,
      seenText,
      seenLatitude,
      seenLongitude,
      seenSpot,
      seenState,
      seenAreaId,
      seenUnitId,
      seenQuestion,
      ...to
    }: Slots<Seen & Changes>,
  ) =>
    tx
      .update(reports)
      .set(Object.fromEntries(Object.entries(to).map(([name, slot]) => [name, sql`${slot}`])))
      .where(
        and(
          eq(reports.id, seenId),
          eq(reports.kind, sql`${seenKind}`),
          eq(reports.text, seenText),
          eq(reports.state, seenState),
          eq(reports.areaId, seenAreaId),
          sql`${reports.latitude} is not distinct from ${seenLatitude}`,
          sql`${reports.longitude} is not distinct from ${seenLongitude}`,
          sql`${reports.spot} is not distinct from ${seenSpot}`,
          sql`${reports.unitId} is not distinct from ${seenUnitId}`,
          sql`${reports.question} is not distinct from ${seenQuestion}`,
        ),
      )
      .returning()
      .prepare('change_report'),
)

/** The values as the engine takes them. Null stays null; a flag's own encoder would make it false. */
const encoded = (changes: Changes): Changes =>
  Object.fromEntries(
    Object.entries(changes).map(([name, value]) => [
      name,
      value === null ? null : reports[name as keyof Changes].mapToDriverValue(value),
    ]),
  )

/**
 * Changes a report if the columns of `Seen` still are as in `report`, and returns the new row; refuses
 * otherwise. Of twenty people who accept it at once, one succeeds.
 */
export async function changeReport(
  context: CommandContext,
  report: Report,
  changes: Changes,
): Promise<Report> {
  const { tx, now } = context
  const { id, kind, text, latitude, longitude, spot, state, areaId, unitId, question } = report
  const seen = {
    seenId: id,
    seenKind: kind,
    seenText: text,
    seenLatitude: latitude,
    seenLongitude: longitude,
    seenSpot: spot,
    seenState: state,
    seenAreaId: areaId,
    seenUnitId: unitId,
    seenQuestion: question,
  }
  const [changed] = await change(tx, {
    ...seen,
    ...encoded({ changedAt: now, ...(changes.state !== undefined && { stateSince: now }), ...changes }),
  })
  if (changed) return changed
  const current = await findReport(tx, id)
  if (changes.state === undefined || current.state === state) throw await changedJustNow(context, id)
  throw new Refused({ code: 'reports.moveNotAllowed', from: current.state, to: changes.state })
}

/**
 * The changes of every move to another state: it closes an open question or plan, and the desk need not look.
 */
export const moved = (state: ReportState): Changes => ({
  state,
  awaitsStaff: false,
  question: null,
  questionBy: null,
  plannedOn: null,
})

/** The changes when a unit loses its report: staff have to look again. */
export const backToStaff: Changes = { ...moved('accepted'), unitId: null, awaitsStaff: true }

/**
 * The changes when a report gets another area, whose desk has no clerk or plan for it yet and has to look at
 * it.
 */
export const inOtherHands = (areaId: string): Changes =>
  ({ areaId, awaitsStaff: true, clerkId: null, plannedOn: null })

/** The move in the table, or the refusal that there is none. */
export function requireMove(from: ReportState, to: ReportState, by: MoveBy): ReportMove {
  const refusal = refuseMove(from, to, by)
  if (refusal) throw new Refused(refusal)
  return findMove(moves, from, to, by)!
}

/** Until when the reporter may rate it (UTC ms); null when there is nothing to rate. */
export const rateUntil = ({ state, resolvedAt }: Pick<Report, 'state' | 'resolvedAt'>): number | null =>
  state === 'resolved' && resolvedAt !== null ? resolvedAt + RATING_WINDOW_MS : null
