import type { Reader } from '#server/database/database.ts'
import type { QueryHandler } from '#server/sync/context.ts'
import type { Answer } from '#shared/queries.ts'
import type { Report } from './report.ts'
import { units } from '#server/core/identity/index.ts'
import { unitsWithoutPeople } from '#server/core/posts/index.ts'
import { isWithin } from '#shared/identity/roles.ts'
import { Refused } from '#shared/refusal.ts'
import { asc } from 'drizzle-orm'
import { deskPart } from './permissions.ts'
import { findReport } from './report.ts'

/** The units of a report's area, for those who may act on it. */
export const deskUnits: QueryHandler<'desk.units'> = async ({ reportId }, { read, actor, now }) => {
  const report = await findReport(read, reportId)
  if (deskPart(actor, report) === null) throw new Refused({ code: 'reports.unknown' })
  return await unitsFor(read, report, now)
}

/** The units whose area covers a report's area or is part of it; it can be sent to those with people. */
export async function unitsFor(
  read: Reader,
  { areaId }: Pick<Report, 'areaId'>,
  now: number,
): Promise<Answer<'desk.units'>> {
  const rows = await read.select().from(units).orderBy(asc(units.name))
  const empty = await unitsWithoutPeople(read, now)
  return rows
    .filter(unit => isWithin(areaId, unit.areaId) || isWithin(unit.areaId, areaId))
    .map(({ id, name }) => ({ id, name, hasPeople: !empty.includes(id) }))
}
