import type { Actor, CommandContext } from '#server/sync/context.ts'
import type { Report } from './report.ts'
import { isWithin } from '#shared/identity/roles.ts'
import { Refused } from '#shared/refusal.ts'
import { isOwn } from './own.ts'
import { findReport } from './report.ts'

export type DeskPart = 'staff' | 'unit'

/**
 * The part somebody plays at the desk for a report: staff inside their area, a unit for what was sent to it,
 * or none.
 */
export function deskPart(
  { role, areaId, unitId }: Actor,
  report: Pick<Report, 'areaId' | 'unitId'>,
): DeskPart | null {
  if ((role === 'staff' || role === 'admin') && areaId !== null && isWithin(report.areaId, areaId))
    return 'staff'
  return role === 'unit' && unitId !== null && report.unitId === unitId ? 'unit' : null
}

/** The report and the part in which this person may act on it. Nobody acts on their own. */
export async function reportToActOn(
  { tx, actor }: CommandContext,
  reportId: string,
): Promise<{ report: Report, by: DeskPart }> {
  const report = await findReport(tx, reportId)
  if (await isOwn(tx, actor.accountId, report)) throw new Refused({ code: 'reports.ownReport' })
  const by = deskPart(actor, report)
  if (by === null) throw new Refused({ code: 'command.notYourArea' })
  return { report, by }
}
