import type { QueryHandler } from '#server/sync/context.ts'
import { nameOfArea } from '#server/core/areas/index.ts'
import { units } from '#server/core/identity/index.ts'
import { inAreas, scopesOf } from '#server/core/posts/index.ts'
import { asc } from 'drizzle-orm'

/** Answers `people.units`: the handling units whose posts the actor may give. */
export const cityUnits: QueryHandler<'people.units'> = async (_input, { read, actor }) => {
  const rows = await read
    .select()
    .from(units)
    .where(inAreas(units.areaId, scopesOf(actor, 'admin')))
    .orderBy(asc(units.areaId), asc(units.name), asc(units.id))
  return await Promise.all(rows.map(async ({ id, name, areaId }) =>
    ({ id, name, areaName: await nameOfArea(read, areaId) })))
}
