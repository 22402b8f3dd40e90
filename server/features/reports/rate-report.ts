import type { Reader } from '#server/database/database.ts'
import type { CommandContext, Handler } from '#server/sync/context.ts'
import { unitsOutOfReach } from '#server/core/posts/index.ts'
import { Refused } from '#shared/refusal.ts'
import { RATING_WINDOW_MS } from '#shared/reports/rules.ts'
import { BATCH_COMMANDS_MAX } from '#shared/sync/protocol.ts'
import { and, asc, desc, eq, lt } from 'drizzle-orm'
import { requireNoneSince } from './last-step.ts'
import { findReport, moved, requireMove } from './report.ts'
import { reports, reportSteps } from './tables.ts'
import { take } from './take.ts'
import { findOwnReport } from './visibility.ts'

/**
 * Decides `reports.rate`: the reporter says whether it is fixed, which closes the report or reopens a
 * resolved one.
 */
export const rateReport: Handler<'reports.rate'> = async (input, context) => {
  const report = await findOwnReport(context, input.reportId)
  const { state, unitId } = report
  const hasUnit = unitId !== null && !(await unitsOutOfReach(context.tx, context.now)).includes(unitId)
  const to = input.fixed ? 'closed' : hasUnit ? 'assigned' : 'accepted'
  if (state === 'closed' && !(await wasClosedByClock(context, report.id)))
    throw new Refused({ code: 'reports.ratingOver' })
  const { step, by } = requireMove(state === 'closed' ? 'resolved' : state, to, 'reporter')
  if (context.occurred > (report.resolvedAt ?? 0) + RATING_WINDOW_MS)
    throw new Refused({ code: 'reports.ratingOver' })
  await requireNoneSince(context, input, ['resolved', 'reopened'])

  const changes = input.fixed
    ? { score: input.score ?? null }
    // The time limit stays: a reopened report is late, not new.
    : { awaitsStaff: !hasUnit, unitId: hasUnit ? unitId : null, resolvedAt: null }
  const words = input.fixed ? undefined : input.words
  await take(context, report, { step, by, changes: { ...moved(to), ...changes }, words })
}

/**
 * Whether a task closed the report while the phone had no network; a rating made in time still counts then.
 */
async function wasClosedByClock({ tx }: CommandContext, reportId: string): Promise<boolean> {
  const [last] = await tx
    .select({ part: reportSteps.part })
    .from(reportSteps)
    .where(and(eq(reportSteps.reportId, reportId), eq(reportSteps.step, 'closed')))
    .orderBy(desc(reportSteps.at), desc(reportSteps.id))
    .limit(1)
  return last?.part === 'system'
}

/**
 * Decides `reports.close`, sent by a task: closes a resolved report that its reporter has not rated in time.
 */
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
