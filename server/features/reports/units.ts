import type { Reader } from '#server/database/database.ts'
import type { QueryHandler } from '#server/sync/context.ts'
import { nameOfArea } from '#server/core/areas/index.ts'
import { unitsFor } from '#server/core/posts/index.ts'
import { Refused } from '#shared/refusal.ts'
import { routeFor } from '#shared/rulings/rules.ts'
import { and, eq } from 'drizzle-orm'
import { deskPart } from './permissions.ts'
import { findReport } from './report.ts'
import { reportSteps } from './tables.ts'

/**
 * Answers `desk.units`: the units of a report's area, for those who may act on it; the one named by the
 * routing comes with the rule.
 */
export const deskUnits: QueryHandler<'desk.units'> = async ({ reportId }, context) => {
  const { read, rulings, actor, now } = context
  const report = await findReport(read, reportId)
  if (deskPart(actor, report) === null) throw new Refused({ code: 'reports.unknown' })
  const all = await unitsFor(read, report.areaId, now)
  const route = routeFor(rulings.inForce('routing'), report)
  if (!route || report.unitId === route.unitId) return all
  if (await hasHandedBack(read, reportId, route.unitId)) return all
  const rule = { kind: route.kind, areaName: await nameOfArea(read, route.areaId) }
  return all.map(unit => unit.id === route.unitId ? { ...unit, rule } : unit)
}

/** Whether this unit has handed the report back before. */
async function hasHandedBack(read: Reader, reportId: string, unitId: string): Promise<boolean> {
  const [step] = await read
    .select({ id: reportSteps.id })
    .from(reportSteps)
    .where(and(
      eq(reportSteps.reportId, reportId),
      eq(reportSteps.step, 'handedBack'),
      eq(reportSteps.unitId, unitId),
    ))
    .limit(1)
  return step !== undefined
}
