import type { QueryHandler } from '#server/sync/context.ts'
import type { ActAbout } from '#shared/people/schemas.ts'
import { inArea, nameOfArea } from '#server/core/areas/index.ts'
import { audit } from '#server/core/audit/index.ts'
import { accounts } from '#server/core/identity/index.ts'
import { areasOf, inAreas, seesCity } from '#server/core/posts/index.ts'
import { pageOf } from '#server/database/pages.ts'
import { DAY_MS, startOfDay } from '#shared/kernel/day.ts'
import { reasonWords } from '#shared/people/acts.ts'
import { aboutKinds, ACTS_PAGE_MAX } from '#shared/people/schemas.ts'
import { aliasedTable, and, desc, eq, gte, lt } from 'drizzle-orm'

const whom = aliasedTable(accounts, 'whom')
/** Whether the thing that an act is about has a page of its own. */
const isShown = (kind: string): kind is ActAbout['kind'] => (aboutKinds as readonly string[]).includes(kind)

/** Answers `people.acts`: what people did by their posts and what tasks deleted, latest first. */
export const cityActs: QueryHandler<'people.acts'> = async (asked, { read, actor }) => {
  const { from, to, act: name, areaId: within } = asked
  const areas = areasOf(actor)
  const meant = and(
    seesCity(areas) ? undefined : inAreas(audit.areaId, areas),
    from === undefined ? undefined : gte(audit.at, startOfDay(from)),
    to === undefined ? undefined : lt(audit.at, startOfDay(to) + DAY_MS),
    name === undefined ? undefined : eq(audit.act, name),
    within === undefined ? undefined : inArea(audit.areaId, within),
  )
  const { rows, hasMore } = await pageOf({
    range: asked,
    most: ACTS_PAGE_MAX,
    rank: audit.at,
    read: async (below, limit) =>
      await read
        .select({ line: audit, by: { accountId: accounts.id, name: accounts.name }, whom: whom.name })
        .from(audit)
        .leftJoin(accounts, eq(accounts.id, audit.actorId))
        .leftJoin(whom, and(eq(audit.kind, 'account'), eq(whom.id, audit.ref)))
        .where(and(meant, below))
        .orderBy(desc(audit.at), desc(audit.id))
        .limit(limit),
    rankOf: ({ line }) => line.at,
  })
  const acts = rows.map(async ({ line, by, whom }) => {
    const { id, at, act, kind, ref, areaId, reason } = line
    return {
      id,
      at,
      act,
      reason: reasonWords(act, reason),
      about: kind !== null && isShown(kind) && ref !== null ? { kind, ref, name: whom } : null,
      areaName: areaId === null ? null : await nameOfArea(read, areaId),
      by, // The clock and whoever works on the server have no account.
    }
  })
  return { acts: await Promise.all(acts), total: await read.$count(audit, meant), hasMore }
}
