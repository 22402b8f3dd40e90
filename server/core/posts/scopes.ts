import type { Reader } from '#server/database/database.ts'
import type { Actor } from '#server/sync/context.ts'
import type { HeldPost, PostKind } from '#shared/identity/posts.ts'
import type { Column, SQL } from 'drizzle-orm'
import { inArea, nameOfArea } from '#server/core/areas/index.ts'
import { units } from '#server/core/identity/tables.ts'
import { stations } from '#server/core/stations/tables.ts'
import { teams } from '#server/core/teams/index.ts'
import { areaCodeLengths } from '#shared/areas/schemas.ts'
import { postRules } from '#shared/identity/posts.ts'
import { isWithin } from '#shared/identity/roles.ts'
import { eq, or, sql } from 'drizzle-orm'

type Acting = Pick<Actor, 'posts'>

/**
 * The scopes of the actor's posts of these kinds: codes of areas, or ids of units, stations or teams. The
 * actor has only the posts that the entry in the list of commands or queries admits.
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

/** The name of a post's scope; empty if it no longer exists. */
export async function scopeName(
  read: Reader,
  { kind, scope }: Pick<HeldPost, 'kind' | 'scope'>,
): Promise<string> {
  const { scope: scopeKind } = postRules[kind]
  if (scopeKind === 'area') return await nameOfArea(read, scope)
  const table = { unit: units, station: stations, team: teams }[scopeKind]
  const [found] = await read.select({ name: table.name }).from(table).where(eq(table.id, scope))
  return found?.name ?? ''
}
