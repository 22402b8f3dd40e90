import type { Reader } from '#server/database/database.ts'
import { eq, or } from 'drizzle-orm'
import { teams } from './tables.ts'

export type Team = typeof teams.$inferSelect

export async function findTeam(read: Reader, id: string): Promise<Team | undefined> {
  const [team] = await read.select().from(teams).where(eq(teams.id, id))
  return team
}

/** Ids of the teams with this id or this name; areas may have teams of the same name. */
export async function teamsCalled(read: Reader, words: string): Promise<string[]> {
  const rows = await read
    .select({ id: teams.id })
    .from(teams)
    .where(or(eq(teams.id, words), eq(teams.name, words)))
  return rows.map(({ id }) => id)
}
