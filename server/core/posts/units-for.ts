import type { Reader } from '#server/database/database.ts'
import { units } from '#server/core/identity/tables.ts'
import { isWithin } from '#shared/identity/roles.ts'
import { asc } from 'drizzle-orm'
import { unitsWithoutPeople } from './holders.ts'

export interface AreaUnit { readonly id: string, readonly name: string, readonly hasPeople: boolean }

/** The units whose area covers an area or is part of it, by name; only those with people get work done. */
export async function unitsFor(
  read: Reader,
  areaId: string,
  now: number,
): Promise<AreaUnit[]> {
  const rows = await read.select().from(units).orderBy(asc(units.name))
  const empty = await unitsWithoutPeople(read, now)
  return rows
    .filter(unit => isWithin(areaId, unit.areaId) || isWithin(unit.areaId, areaId))
    .map(({ id, name }) => ({ id, name, hasPeople: !empty.includes(id) }))
}
