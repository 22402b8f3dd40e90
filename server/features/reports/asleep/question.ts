import type { Reader } from '#server/database/database.ts'
import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { ReportStep } from '#shared/reports/rules.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { Refused } from '#shared/refusal.ts'
import { quietSteps } from '#shared/reports/rules.ts'
import { BATCH_COMMANDS_MAX } from '#shared/sync/protocol.ts'
import { and, asc, desc, eq, isNotNull, max, notInArray, sql } from 'drizzle-orm'
import { findReport } from '../report.ts'
import { reports, reportSteps } from '../tables.ts'
import { take } from '../take.ts'

/**
 * Decides `reports.returnQuestion`, sent by a task: a report whose question nobody answered returns to the
 * desk, and its reporter is notified.
 */
export const returnQuestion: Handler<'reports.returnQuestion'> = async ({ reportId }, context) => {
  const { tx, rulings, now } = context
  const report = await findReport(tx, reportId)
  const [asked] = await tx
    .select({ at: max(reportSteps.at) })
    .from(reportSteps)
    .where(and(eq(reportSteps.reportId, reportId), eq(reportSteps.step, 'asked')))
  const isOver = (asked?.at ?? now) <= now - rulings.inForce('thresholds').questionDays * DAY_MS
  if (report.question === null || !isOver) throw new Refused({ code: 'reports.notAsked' })
  const changes = { question: null, questionBy: null, awaitsStaff: true }
  await take(context, report, { step: 'unanswered', by: 'system', changes })
}

/** Ids of waiting reports whose question was asked before an instant (ms), oldest first. */
export async function unansweredReports(read: Reader, before: number): Promise<string[]> {
  const askedAt = sql`(select max(${reportSteps.at}) from ${reportSteps}
    where ${reportSteps.reportId} = ${reports.id} and ${reportSteps.step} = 'asked')`
  const rows = await read
    .select({ id: reports.id })
    .from(reports)
    .where(and(isNotNull(reports.question), sql`${askedAt} <= ${before}`))
    .orderBy(asc(reports.number))
    .limit(BATCH_COMMANDS_MAX)
  return rows.map(({ id }) => id)
}

/** Steps that decide nothing; a question that was returned can still be answered after them. */
const besidesDecisions: readonly ReportStep[] = [...quietSteps, 'takenOn', 'handedOver', 'clerkLeft']

/**
 * Whether the last question was returned and nothing was decided since, so that a late answer still counts.
 */
export async function cameBack({ tx }: CommandContext, reportId: string): Promise<boolean> {
  const [last] = await tx
    .select({ step: reportSteps.step })
    .from(reportSteps)
    .where(and(
      eq(reportSteps.reportId, reportId),
      notInArray(reportSteps.step, besidesDecisions.filter(step => step !== 'unanswered')),
    ))
    .orderBy(desc(reportSteps.at), desc(reportSteps.id))
    .limit(1)
  return last?.step === 'unanswered'
}
