import type { Reader } from '#server/database/database.ts'
import { entries, visits } from '#server/core/stations/index.ts'
import { eq } from 'drizzle-orm'

export interface FoundEntry {
  readonly entry: typeof entries.$inferSelect
  readonly visit: typeof visits.$inferSelect
}

/** A record of somebody coming in, with the visit it belongs to. */
export async function findEntry(read: Reader, entryId: string): Promise<FoundEntry | undefined> {
  const [found] = await read
    .select({ entry: entries, visit: visits })
    .from(entries)
    .innerJoin(visits, eq(visits.id, entries.visitId))
    .where(eq(entries.id, entryId))
  return found
}
