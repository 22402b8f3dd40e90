import type { Actor } from '#server/sync/context.ts'
import type { PostKind } from '#shared/identity/posts.ts'
import type { Column, SQL } from 'drizzle-orm'
import { inArea } from '#server/core/areas/index.ts'
import { areaCodeLengths } from '#shared/areas/schemas.ts'
import { isWithin } from '#shared/identity/roles.ts'
import { or, sql } from 'drizzle-orm'

type Acting = Pick<Actor, 'posts'>

/**
 * Where the actor holds posts of these kinds: codes of areas, or ids of units or stations. Only kinds that
 * the entry in the list names are among them.
 */
export const scopesOf = ({ posts }: Acting, ...kinds: readonly PostKind[]): string[] =>
  [...new Set(posts.filter(({ kind }) => kinds.includes(kind)).map(({ scope }) => scope))]

export const holds = ({ posts }: Acting, kind: PostKind): boolean => posts.some(post => post.kind === kind)

/** The areas that the actor works for. */
export const areasOf = (actor: Acting): string[] => scopesOf(actor, 'staff', 'admin')

/** True when an area is one of these, or lies inside one. */
export const isInside = (areaId: string, scopes: readonly string[]): boolean =>
  scopes.some(scope => isWithin(areaId, scope))

/** Whether one of these areas is the city. */
export const seesCity = (areas: readonly string[]): boolean =>
  areas.some(({ length }) => length === areaCodeLengths[0])

/** The condition that a column's area is one of these or inside one; false for no area. */
export const inAreas = (column: Column, scopes: readonly string[]): SQL =>
  or(...scopes.map(scope => inArea(column, scope))) ?? sql`1 = 0`
