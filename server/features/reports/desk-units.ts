import type { Reader } from '#server/database/database.ts'
import type { QueryHandler } from '#server/sync/context.ts'
import type { Report } from './report.ts'
import { units } from '#server/core/identity/index.ts'
import { isWithin } from '#shared/identity/roles.ts'
import { Refused } from '#shared/refusal.ts'
import { asc } from 'drizzle-orm'
import { deskPart } from './permissions.ts'
import { findReport } from './report.ts'

/** The units that a report can be sent to, for those who may act on it. */
export const deskUnits: QueryHandler<'desk.units'> = async ({ reportId }, { read, actor }) => {
  const report = await findReport(read, reportId)
  if (deskPart(actor, report) === null) throw new Refused({ code: 'reports.unknown' })
  return await unitsFor(read, report)
}

/** The units whose area covers a report's area or is part of it. */
export async function unitsFor(
  read: Reader,
  { areaId }: Pick<Report, 'areaId'>,
): Promise<{ id: string, name: string }[]> {
  const rows = await read.select().from(units).orderBy(asc(units.name))
  return rows
    .filter(unit => isWithin(areaId, unit.areaId) || isWithin(unit.areaId, areaId))
    .map(({ id, name }) => ({ id, name }))
}
