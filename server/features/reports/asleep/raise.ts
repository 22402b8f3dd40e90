import type { Reader } from '#server/database/database.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { Report } from '../report.ts'
import type { RaisedReason } from '../tables.ts'
import { insertOnce } from '#server/database/rows.ts'
import { raisedReasons } from '#shared/reports/desk-schemas.ts'
import { and, count, eq, inArray } from 'drizzle-orm'
import { reportReminders, reportSteps } from '../tables.ts'
import { take } from '../take.ts'

/** A report goes up to the admins, once for each reason and date that it was due. */
export async function raise(
  context: CommandContext,
  report: Report,
  reason: RaisedReason,
  words = '超过时限还没有办结',
): Promise<void> {
  const { id: reportId, dueAt } = report
  const raised = { reportId, of: reason, dueAt, at: context.now }
  if (await insertOnce(context.tx, reportReminders, raised) === 0) return
  await take(context, report, { step: 'raised', by: 'system', words })
}

/** Raises a report that units keep handing back: then the admins decide who handles it. */
export async function raiseIfHandedBackOften(context: CommandContext, report: Report): Promise<void> {
  const { handBacks } = context.rulings.inForce('thresholds')
  const [handed] = await context.tx
    .select({ times: count() })
    .from(reportSteps)
    .where(and(
      eq(reportSteps.reportId, report.id),
      eq(reportSteps.step, 'handedBack'),
      eq(reportSteps.part, 'unit'),
    ))
  const times = handed?.times ?? 0
  if (times >= handBacks) await raise(context, report, 'handedBack', `已被退回 ${times} 次`)
}

/** The reasons why these reports were raised, by id. */
export async function raisedAmong(
  read: Reader,
  reportIds: readonly string[],
): Promise<ReadonlyMap<string, RaisedReason[]>> {
  const rows = reportIds.length === 0
    ? []
    : await read
        .selectDistinct({ reportId: reportReminders.reportId, of: reportReminders.of })
        .from(reportReminders)
        .where(and(
          inArray(reportReminders.reportId, [...reportIds]),
          inArray(reportReminders.of, [...raisedReasons]),
        ))
  const reasonsOf = (id: string) => raisedReasons.filter(reason =>
    rows.some(({ reportId, of }) => reportId === id && of === reason))
  return new Map(reportIds.map(id => [id, reasonsOf(id)]))
}
