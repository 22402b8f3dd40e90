import type { Reader } from '#server/database/database.ts'
import type { Handler } from '#server/sync/context.ts'
import { units } from '#server/core/identity/index.ts'
import { unitsWithoutPeople } from '#server/core/posts/index.ts'
import { Refused } from '#shared/refusal.ts'
import { BATCH_COMMANDS_MAX } from '#shared/sync/protocol.ts'
import { and, asc, eq, inArray } from 'drizzle-orm'
import { backToStaff, findReport, requireMove } from './report.ts'
import { reports } from './tables.ts'
import { take } from './take.ts'

/** The clock gives a report back to staff when the unit that it is with has no people any more. */
export const releaseReport: Handler<'reports.release'> = async ({ reportId }, context) => {
  const { tx, now } = context
  const report = await findReport(tx, reportId)
  const { step, by } = requireMove(report.state, 'accepted', 'system')
  const unitId = report.unitId ?? ''
  if (!(await unitsWithoutPeople(tx, now)).includes(unitId))
    throw new Refused({ code: 'reports.moveNotAllowed', from: report.state, to: 'accepted' })
  const [unit] = await tx.select({ name: units.name }).from(units).where(eq(units.id, unitId))
  await take(context, report, { step, by, changes: backToStaff, words: `${unit!.name}现在没有人员` })
}

/** Ids of open reports that lie with a unit without people, the oldest first. */
export async function strandedReports(read: Reader, now: number): Promise<string[]> {
  const empty = await unitsWithoutPeople(read, now)
  if (empty.length === 0) return []
  const rows = await read
    .select({ id: reports.id })
    .from(reports)
    .where(and(inArray(reports.unitId, empty), inArray(reports.state, ['assigned', 'working'])))
    .orderBy(asc(reports.number))
    .limit(BATCH_COMMANDS_MAX)
  return rows.map(({ id }) => id)
}
