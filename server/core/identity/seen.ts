import type { Reader } from '#server/database/database.ts'
import { inArray, max } from 'drizzle-orm'
import { sessions } from './tables.ts'

/** When each of these accounts was last active, to the hour; those without a session are absent. */
export async function lastSeen(read: Reader, accountIds: string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await read
    .select({ accountId: sessions.accountId, at: max(sessions.seenAt) })
    .from(sessions)
    .where(inArray(sessions.accountId, accountIds))
    .groupBy(sessions.accountId)
  return new Map(rows.map(({ accountId, at }) => [accountId, Number(at)]))
}
