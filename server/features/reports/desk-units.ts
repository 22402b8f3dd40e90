import type { QueryContext } from '#server/sync/context.ts'
import type { Answer } from '#shared/queries.ts'
import { Refused } from '#shared/refusal.ts'
import { deskPart } from './permissions.ts'
import { findReport } from './report.ts'
import { unitsFor } from './units-for.ts'

/** Answers `desk.units`: whom a report can be sent to. */
export async function deskUnits(
  { reportId }: { reportId: string },
  { read, actor }: QueryContext,
): Promise<Answer<'desk.units'>> {
  const report = await findReport(read, reportId)
  if (deskPart(actor, report) === null) throw new Refused({ code: 'reports.unknown' })
  return await unitsFor(read, report)
}
