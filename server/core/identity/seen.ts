import type { Reader } from '#server/database/database.ts'
import { inArray, max } from 'drizzle-orm'
import { sessions } from './tables.ts'

/** When a device of each of these accounts was last here, to the hour; those with no session are absent. */
export async function lastSeen(read: Reader, accountIds: string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await read
    .select({ accountId: sessions.accountId, at: max(sessions.seenAt) })
    .from(sessions)
    .where(inArray(sessions.accountId, accountIds))
    .groupBy(sessions.accountId)
  return new Map(rows.map(({ accountId, at }) => [accountId, Number(at)]))
}
