import type { Reader } from '#server/database/database.ts'
import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { Report } from './report.ts'
import { units } from '#server/core/identity/index.ts'
import { unitsOutOfReach } from '#server/core/posts/index.ts'
import { Refused } from '#shared/refusal.ts'
import { BATCH_COMMANDS_MAX } from '#shared/sync/protocol.ts'
import { and, asc, eq, inArray } from 'drizzle-orm'
import { clerkless } from './hand-over-report.ts'
import { backToStaff, findReport, requireMove } from './report.ts'
import { reports } from './tables.ts'
import { take } from './take.ts'

/**
 * Decides `reports.release`, sent by a task: gives a report back to staff if its unit has no people any more,
 * or its clerk does not work for its area any more.
 */
export const releaseReport: Handler<'reports.release'> = async ({ reportId }, context) => {
  const { tx, now } = context
  const report = await findReport(tx, reportId)
  if (report.state === 'accepted') return await releaseFromClerk(context, report)
  const { step, by } = requireMove(report.state, 'accepted', 'system')
  const unitId = report.unitId ?? ''
  if (!(await unitsOutOfReach(tx, now)).includes(unitId))
    throw new Refused({ code: 'reports.moveNotAllowed', from: report.state, to: 'accepted' })
  const [unit] = await tx.select({ name: units.name }).from(units).where(eq(units.id, unitId))
  await take(context, report, { step, by, changes: backToStaff, words: `${unit!.name}现在没有人员` })
}

async function releaseFromClerk(context: CommandContext, report: Report) {
  if (!(await clerkless(context.tx, context.now)).includes(report.id))
    throw new Refused({ code: 'reports.moveNotAllowed', from: report.state, to: report.state })
  const changes = { clerkId: null, awaitsStaff: true }
  await take(context, report, { step: 'clerkLeft', by: 'system', changes })
}

/** Ids of open reports with a unit without people or a clerk who left. */
export const strandedReports = async (read: Reader, now: number): Promise<string[]> =>
  [...await strandedAtUnits(read, now), ...await clerkless(read, now)].slice(0, BATCH_COMMANDS_MAX)

/** Ids of open reports with a unit without people, oldest first. */
async function strandedAtUnits(read: Reader, now: number): Promise<string[]> {
  const empty = await unitsOutOfReach(read, now)
  if (empty.length === 0) return []
  const rows = await read
    .select({ id: reports.id })
    .from(reports)
    .where(and(inArray(reports.unitId, empty), inArray(reports.state, ['assigned', 'working'])))
    .orderBy(asc(reports.number))
    .limit(BATCH_COMMANDS_MAX)
  return rows.map(({ id }) => id)
}
