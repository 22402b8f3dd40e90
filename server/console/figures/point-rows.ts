import type { QueryContext } from '#server/sync/context.ts'
import type { Asked, Found, Source } from './sources.ts'
import { cityCode } from '#server/core/areas/index.ts'
import { transfers } from '#server/core/points/index.ts'
import { pageOf } from '#server/database/pages.ts'
import { monthAfter } from '#shared/figures/rules.ts'
import { DAY_MS, startOfDay } from '#shared/kernel/day.ts'
import { and, desc, eq, gte, lt, sql } from 'drizzle-orm'
import { way } from './count-others.ts'
import { beginOf, endOf } from './read-others.ts'
import { dayRow, whole } from './sources.ts'
import { figurePoints } from './tables.ts'

/** Points are the city's alone: no area has figures of them. */
export function pointRows(asked: Asked, context: QueryContext): Source {
  if (asked.areaId !== cityCode()) return whole(Promise.resolve([]))
  if (asked.of === 'held' || asked.day !== undefined) return transferRows(asked, context)
  return whole(pointDays(asked, context))
}

async function pointDays(asked: Asked, { read }: QueryContext): Promise<Found[]> {
  const rows = await read
    .select({ day: figurePoints.day, n: figurePoints.amount })
    .from(figurePoints)
    .where(and(
      eq(figurePoints.way, asked.of as 'issued'),
      gte(figurePoints.day, asked.from),
      lt(figurePoints.day, monthAfter(asked.to, 1)),
    ))
    .orderBy(desc(figurePoints.day))
  return rows.map(({ day, n }) => dayRow(day, n))
}

/** Transfers of a day, or holds that nothing has settled or voided; never whose points they were. */
function transferRows({ of, day, from, to }: Asked, { read }: QueryContext): Source {
  const { postedAt, amount, id, pendingId } = transfers
  const begin = startOfDay(day ?? '1970-01-02')
  const inDay = and(
    gte(postedAt, Math.max(begin, beginOf({ from, to }))),
    lt(postedAt, Math.min(begin + DAY_MS, endOf({ from, to }))),
    eq(way, of as 'issued'),
  )
  const isHeld = and(
    eq(transfers.credit, 'spent'),
    eq(transfers.kind, 'hold'),
    sql`not exists (select 1 from ${transfers} ended where ended.${sql.identifier(pendingId.name)} = ${id})`,
  )
  const meant = of === 'held' ? isHeld : inDay
  return {
    total: async () => {
      const [all] = await read
        .select({ n: sql`coalesce(sum(${amount}), 0)`.mapWith(Number) })
        .from(transfers)
        .where(meant)
      return all!.n
    },
    page: async range => await pageOf({
      range,
      rank: postedAt,
      read: async (within, limit) => await read
        .select({
          what: sql<'transfer'>`'transfer'`,
          id,
          rank: sql`${postedAt}`.mapWith(Number),
          areaId: sql<null>`null`,
          at: postedAt,
          reason: transfers.reason,
          n: amount,
        })
        .from(transfers)
        .where(and(meant, within))
        .orderBy(desc(postedAt), desc(id))
        .limit(limit),
      rankOf: ({ rank }) => rank,
    }),
  }
}
