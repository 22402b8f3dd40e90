import type { Reader } from '#server/database/database.ts'
import type { Actor } from '#server/sync/context.ts'
import type { PostKind } from '#shared/identity/posts.ts'
import { areaExists } from '#server/core/areas/index.ts'
import { units } from '#server/core/identity/index.ts'
import { isInside, scopesOf } from '#server/core/posts/index.ts'
import { stations } from '#server/core/stations/index.ts'
import { teams } from '#server/core/teams/index.ts'
import { isStanding, postRules } from '#shared/identity/posts.ts'
import { eq } from 'drizzle-orm'

export interface What { readonly kind: PostKind, readonly scope: string }

/** The area in which a post's scope lies; undefined for a scope that does not exist. */
export async function areaOfScope(read: Reader, { kind, scope }: What): Promise<string | undefined> {
  const { scope: scopeKind } = postRules[kind]
  if (scopeKind === 'area') return areaExists(scope) ? scope : undefined
  const table = { unit: units, station: stations, team: teams }[scopeKind]
  const [found] = await read.select({ areaId: table.areaId }).from(table).where(eq(table.id, scope))
  return found?.areaId
}

/**
 * Whether the actor gives and ends such posts: an admin every kind, and admins' posts for the whole city;
 * staff the kinds that riders hold beside their work, in their own area.
 */
export function mayGive(actor: Actor, { kind, scope }: What, areaId: string): boolean {
  const cities = scopesOf(actor, 'admin')
  if (kind === 'admin') return cities.includes(scope)
  if (isInside(areaId, cities)) return true
  return isStanding(kind) && isInside(areaId, scopesOf(actor, 'staff'))
}
