import type { Reader } from '#server/database/database.ts'
import type { Report } from './report.ts'
import { units } from '#server/core/identity/index.ts'
import { isWithin } from '#shared/identity/roles.ts'
import { asc } from 'drizzle-orm'

/** The units that a report can be sent to: those whose area covers its area, and those of a part of it. */
export async function unitsFor(
  read: Reader,
  { areaId }: Pick<Report, 'areaId'>,
): Promise<{ id: string, name: string }[]> {
  const rows = await read.select().from(units).orderBy(asc(units.name))
  return rows
    .filter(unit => isWithin(areaId, unit.areaId) || isWithin(unit.areaId, areaId))
    .map(({ id, name }) => ({ id, name }))
}
