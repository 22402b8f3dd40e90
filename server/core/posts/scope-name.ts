import type { Reader } from '#server/database/database.ts'
import type { HeldPost } from '#shared/identity/posts.ts'
import { nameOfArea } from '#server/core/areas/index.ts'
import { units } from '#server/core/identity/tables.ts'
import { stations } from '#server/core/stations/tables.ts'
import { teams } from '#server/core/teams/index.ts'
import { postRules } from '#shared/identity/posts.ts'
import { eq } from 'drizzle-orm'

/** What the place is called where a post holds; empty for one that is not there. */
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
