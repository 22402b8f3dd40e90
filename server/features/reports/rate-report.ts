import type { CommandContext } from '#server/sync/context.ts'
import type { RateReport } from '#shared/reports/schemas.ts'
import type { Report } from './report.ts'
import { membersOf, staffOver } from '#server/core/identity/index.ts'
import { Refused } from '#shared/refusal.ts'
import { RATING_WINDOW_MS, refuseMove } from '#shared/reports/rules.ts'
import { and, desc, eq } from 'drizzle-orm'
import { recordStep } from './record-step.ts'
import { changeReport, findOwnReport, moved } from './report.ts'
import { reportSteps } from './tables.ts'
import { followersOf, nudgeAbout, tell } from './tell.ts'

/**
 * The reporter says whether it is fixed: that closes the report; if not, it is opened again where it was
 * settled.
 */
export async function rateReport(input: RateReport, context: CommandContext): Promise<void> {
  const report = await findOwnReport(context, input.reportId)
  const to = input.fixed ? 'closed' : report.unitId === null ? 'accepted' : 'assigned'
  if (report.state === 'closed' && !(await wasClosedByClock(context, report.id)))
    throw new Refused({ code: 'reports.ratingOver' })
  const refusal = refuseMove(report.state === 'closed' ? 'resolved' : report.state, to, 'reporter')
  if (refusal) throw new Refused(refusal)
  if (context.occurred > (report.resolvedAt ?? 0) + RATING_WINDOW_MS)
    throw new Refused({ code: 'reports.ratingOver' })
  await (input.fixed ? close(context, report, input.score) : reopen(context, report, input.words))
}

/**
 * The clock closes what nobody has rated in time; a rating made in time, on a phone without a network, still
 * counts.
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

async function close(context: CommandContext, report: Report, score: number | undefined) {
  const closed = await changeReport(context, report, { ...moved('closed'), score: score ?? null })
  await recordStep(context, report, { step: 'closed', by: 'reporter' })
  await nudgeAbout(context, closed)
  await tell(context, await followersOf(context, report), 'reports.closed', report)
}

/** It keeps the time limit it had: the city is late with it, not early with the next. */
async function reopen(context: CommandContext, report: Report, words: string) {
  const { unitId } = report
  const reopened = await changeReport(context, report, {
    ...moved(unitId === null ? 'accepted' : 'assigned'),
    awaitsStaff: unitId === null,
    resolvedAt: null,
  })
  await recordStep(context, report, { step: 'reopened', by: 'reporter', words })
  await nudgeAbout(context, reopened)
  await tell(
    context,
    [...(await staffOver(context.tx, report.areaId)), ...(await followersOf(context, report))],
    'reports.reopened',
    report,
    { words },
  )
  if (unitId !== null)
    await tell(context, await membersOf(context.tx, unitId), 'reports.yourTurn', report, { words })
}
