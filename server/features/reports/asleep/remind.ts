import type { Reader } from '#server/database/database.ts'
import type { Handler } from '#server/sync/context.ts'
import type { CommandInput } from '#shared/commands.ts'
import { notify } from '#server/core/notices/index.ts'
import { insertOnce } from '#server/database/rows.ts'
import { Refused } from '#shared/refusal.ts'
import { isOpen, openStates } from '#shared/reports/rules.ts'
import { BATCH_COMMANDS_MAX } from '#shared/sync/protocol.ts'
import { and, asc, eq, inArray, notExists, sql } from 'drizzle-orm'
import { findReport } from '../report.ts'
import { reportReminders, reports } from '../tables.ts'
import { raise } from './raise.ts'

type Of = CommandInput<'reports.remind'>['of']

/**
 * Decides `reports.remind`, sent by a task: notifies staff and unit of a report that reached its time limit,
 * and the admins of one well beyond it.
 */
export const remindOfReport: Handler<'reports.remind'> = async ({ reportId, of }, context) => {
  const { tx, rulings, now } = context
  const report = await findReport(tx, reportId)
  const { overduePercent, raisedPercent } = rulings.inForce('thresholds')
  const { filedAt, dueAt, areaId, unitId, number } = report
  const percent = of === 'late' ? raisedPercent : overduePercent
  if (!isOpen(report.state)) throw new Refused({ code: 'reports.tooLateToChange', state: report.state })
  if (filedAt + (dueAt - filedAt) * percent / 100 > now)
    throw new Refused({ code: 'reports.notOverdue', dueAt })
  if (of === 'late') return await raise(context, report, 'late')
  if (await insertOnce(tx, reportReminders, { reportId, of, dueAt, at: now }) === 0) return
  const meant = [
    { role: 'staff' as const, scope: areaId, isNear: true },
    ...unitId === null ? [] : [{ role: 'unit' as const, scope: unitId }],
  ]
  await notify(context, meant, { kind: 'reports.overdue', ref: reportId, number })
}

/** Ids of open reports past a share of their time limit for which nobody was notified yet, oldest first. */
export async function unremindedReports(
  read: Reader,
  now: number,
  of: Of,
  percent: number,
): Promise<string[]> {
  const told = read
    .select({ at: reportReminders.at })
    .from(reportReminders)
    .where(and(
      eq(reportReminders.reportId, reports.id),
      eq(reportReminders.of, of),
      eq(reportReminders.dueAt, reports.dueAt),
    ))
  const limit = sql`(${reports.dueAt} - ${reports.filedAt})`
  const reached = sql`(${now} - ${reports.filedAt}) * 100 >= ${limit} * ${percent}`
  const rows = await read
    .select({ id: reports.id })
    .from(reports)
    .where(and(inArray(reports.state, [...openStates]), reached, notExists(told)))
    .orderBy(asc(reports.number))
    .limit(BATCH_COMMANDS_MAX)
  return rows.map(({ id }) => id)
}
