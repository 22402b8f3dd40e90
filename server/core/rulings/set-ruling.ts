import type { Reader } from '#server/database/database.ts'
import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { RulingKey, RulingValue, RulingValues, SetRuling } from '#shared/rulings/schemas.ts'
import { isDeepStrictEqual } from 'node:util'
import { areaExists, nameOfArea } from '#server/core/areas/index.ts'
import { requireSeen, units } from '#server/core/identity/index.ts'
import { isWithin } from '#shared/identity/roles.ts'
import { Refused } from '#shared/refusal.ts'
import { builtIn, equalRoutes } from '#shared/rulings/rules.ts'
import { unknownPlaceholder } from '#shared/rulings/templates.ts'
import { inArray } from 'drizzle-orm'
import { lastRuling, valueOf } from './rulings.ts'
import { rulings } from './tables.ts'

/** Decides `rulings.set`: the ruling counts from now on, and the former one stays in the history. */
export const setRuling: Handler<'rulings.set'> = async (ruling, context) => {
  await requireSound[ruling.key]?.(context.tx, ruling.value as never)
  await addRuling(context, ruling)
}

/** Adds a ruling whose value was checked; refuses one based on an older version than the current one. */
export async function addRuling(
  context: CommandContext,
  { key, value: said, seen, reason }: SetRuling,
): Promise<void> {
  const { tx, actor, now, nudge, about } = context
  const last = await lastRuling(tx, key)
  await requireSeen(context, seen, last && { at: last.from, by: last.by })
  const stands = last ? valueOf(key, last.value) : builtIn[key]
  const value = Array.isArray(said) ? said : { ...stands, ...said }
  if (isDeepStrictEqual(stands, value))
    throw new Refused({ code: 'rulings.unchanged' })
  about({ kind: 'ruling', ref: key, reason })
  // Of two at once, the second finds the key taken and its transaction runs again.
  await tx.insert(rulings).values({
    key,
    seq: (last?.seq ?? 0) + 1,
    value,
    from: Math.max(now, (last?.from ?? 0) + 1), // Each ruling has an instant of its own, which `seen` names.
    by: actor.accountId,
    reason,
  })
  nudge('*', 'rulings.one', 'rulings.book', 'rulings.history', ...affected[key])
}

/** The queries whose answers depend on a ruling. */
const affected: Record<RulingKey, Parameters<CommandContext['nudge']>[1][]> = {
  limits: ['rulings.inForce'],
  points: ['rulings.inForce'],
  caps: ['rulings.inForce', 'points.mine', 'points.desk'],
  templates: ['rulings.templates'],
  routing: ['desk.units'],
  thresholds: [],
  retention: [],
  volunteering: ['rulings.inForce', 'activities.mine', 'activities.open', 'activities.one'],
  voices: ['rulings.inForce'],
  exchange: [],
}

/** The checks of a value that its schema can't express. */
const requireSound: {
  readonly [Key in RulingKey]?: (read: Reader, value: RulingValue<Key>) => Promise<void> | void
} = {
  templates: (_read, templates) => {
    for (const { text } of templates) {
      const placeholder = unknownPlaceholder(text)
      if (placeholder !== undefined) throw new Refused({ code: 'rulings.placeholderUnknown', placeholder })
    }
  },
  routing: requireSoundRouting,
  voices: async (read, rows) => {
    for (const [i, { areaId }] of rows.entries()) {
      if (!areaExists(areaId)) throw new Refused({ code: 'rulings.areaUnknown' })
      if (rows.findIndex(row => row.areaId === areaId) < i)
        throw new Refused({ code: 'rulings.routeTwice', areaName: await nameOfArea(read, areaId) })
    }
  },
  thresholds: (_read, { overduePercent, raisedPercent }) => {
    if (raisedPercent < overduePercent) throw new Refused({ code: 'rulings.raisedTooEarly' })
  },
}

async function requireSoundRouting(read: Reader, routes: RulingValues['routing']): Promise<void> {
  const [twice] = equalRoutes(routes) ?? []
  if (twice)
    throw new Refused({ code: 'rulings.routeTwice', areaName: await nameOfArea(read, twice.areaId) })
  const unitIds = [...new Set(routes.map(({ unitId }) => unitId))]
  const rows = unitIds.length === 0
    ? []
    : await read.select().from(units).where(inArray(units.id, unitIds))
  const known = new Map(rows.map(unit => [unit.id, unit]))
  for (const { areaId, unitId } of routes) {
    const unit = known.get(unitId)
    if (!unit) throw new Refused({ code: 'rulings.unitUnknown' })
    if (!areaExists(areaId)) throw new Refused({ code: 'rulings.areaUnknown' })
    if (isWithin(areaId, unit.areaId) || isWithin(unit.areaId, areaId)) continue
    const areaName = await nameOfArea(read, areaId)
    throw new Refused({ code: 'rulings.routeAstray', unitName: unit.name, areaName })
  }
}
