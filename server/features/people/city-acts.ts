import type { QueryHandler } from '#server/sync/context.ts'
import { nameOfArea } from '#server/core/areas/index.ts'
import { audit } from '#server/core/audit/index.ts'
import { accounts } from '#server/core/identity/index.ts'
import { areasOf, inAreas, seesCity } from '#server/core/posts/index.ts'
import { pageOf } from '#server/database/pages.ts'
import { ACTS_PAGE_MAX } from '#shared/people/schemas.ts'
import { and, desc, eq } from 'drizzle-orm'

/** Answers `people.acts`: what everybody did by their posts and what the clock forgot, the latest first. */
export const cityActs: QueryHandler<'people.acts'> = async (range, { read, actor }) => {
  const areas = areasOf(actor)
  const isTheirs = seesCity(areas) ? undefined : inAreas(audit.areaId, areas)
  const { rows, hasMore } = await pageOf({
    range,
    most: ACTS_PAGE_MAX,
    rank: audit.at,
    read: async (within, limit) =>
      await read
        .select({ line: audit, name: accounts.name })
        .from(audit)
        .leftJoin(accounts, eq(accounts.id, audit.actorId))
        .where(and(isTheirs, within))
        .orderBy(desc(audit.at), desc(audit.id))
        .limit(limit),
    rankOf: ({ line }) => line.at,
  })
  const acts = rows.map(async ({ line: { id, at, actorId, act, areaId, reason }, name }) => ({
    id,
    at,
    act,
    reason,
    areaName: areaId === null ? null : await nameOfArea(read, areaId),
    by: actorId === 'system' ? null : { accountId: actorId, name },
  }))
  return { acts: await Promise.all(acts), hasMore }
}
