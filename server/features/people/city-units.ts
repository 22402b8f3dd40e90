import type { Handler, QueryHandler } from '#server/sync/context.ts'
import { nameOfArea } from '#server/core/areas/index.ts'
import { phoneHint, units } from '#server/core/identity/index.ts'
import { inAreas, isInside, scopesOf } from '#server/core/posts/index.ts'
import { lockRow } from '#server/database/rows.ts'
import { Refused } from '#shared/refusal.ts'
import { asc, eq } from 'drizzle-orm'

/** Answers `people.units`: the handling units whose posts the actor may give. */
export const cityUnits: QueryHandler<'people.units'> = async (_input, { read, actor }) => {
  const rows = await read
    .select()
    .from(units)
    .where(inAreas(units.areaId, scopesOf(actor, 'admin')))
    .orderBy(asc(units.areaId), asc(units.name), asc(units.id))
  return await Promise.all(rows.map(async ({ id, name, areaId, worksByLink, linkPhone }) => ({
    ...{ id, name, worksByLink },
    areaName: await nameOfArea(read, areaId),
    phoneHint: linkPhone === null ? '' : phoneHint(linkPhone),
  })))
}

/** Decides `people.linkUnit`: whether a unit whose people never sign in works by links, and who gets them. */
export const linkUnit: Handler<'people.linkUnit'> = async (input, context) => {
  const { tx, actor, about, nudge } = context
  const { unitId, worksByLink, linkPhone, reason } = input
  const unit = await lockRow(tx, units, { id: unitId })
  if (!unit || !isInside(unit.areaId, scopesOf(actor, 'admin')))
    throw new Refused({ code: 'people.unitUnknown' })
  if (unit.worksByLink === worksByLink && (linkPhone === undefined || unit.linkPhone === linkPhone))
    return context.changedNothing()
  await tx
    .update(units)
    .set({ worksByLink, ...linkPhone !== undefined && { linkPhone } })
    .where(eq(units.id, unitId))
  about({ kind: 'unit', ref: unitId, areaId: unit.areaId, reason })
  nudge('*', 'people.units', 'desk.units', 'cases.ofReport')
}
