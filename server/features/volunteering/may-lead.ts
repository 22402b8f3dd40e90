import type { Actor } from '#server/sync/context.ts'
import { areasOf, isInside, scopesOf } from '#server/core/posts/index.ts'

interface Led { readonly areaId: string, readonly teamId: string | null }

/**
 * Whether the actor leads an activity: as staff or admin over its area, or as captain of its team. Nobody
 * else sees who comes.
 */
export const mayLead = (actor: Pick<Actor, 'posts'>, { areaId, teamId }: Led): boolean =>
  isInside(areaId, areasOf(actor)) || (teamId !== null && scopesOf(actor, 'captain').includes(teamId))
