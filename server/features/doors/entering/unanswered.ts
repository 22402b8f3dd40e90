import type { Reader } from '#server/database/database.ts'
import { entries } from '#server/core/stations/index.ts'
import { UNLOCK_MS } from '#shared/doors/passes.ts'
import { BATCH_COMMANDS_MAX } from '#shared/sync/protocol.ts'
import { and, asc, isNotNull, isNull, lt } from 'drizzle-orm'
import { PATIENCE_MS } from '../locks/driver.ts'

/**
 * An unlock opens nothing once it is older than that, and whoever told the lock has said so by then, unless
 * it died (ms).
 */
const ANSWERED_MS = UNLOCK_MS + PATIENCE_MS

/**
 * Ids of the entries whose lock was told so long ago that nobody will say any more what became of it, the
 * oldest first.
 */
export async function unansweredEntries(read: Reader, now: number): Promise<string[]> {
  const isUnanswered = and(
    isNull(entries.isOpen),
    isNotNull(entries.askedAt),
    lt(entries.askedAt, now - ANSWERED_MS),
  )
  const rows = await read
    .select({ id: entries.id })
    .from(entries)
    .where(isUnanswered)
    .orderBy(asc(entries.askedAt))
    .limit(BATCH_COMMANDS_MAX)
  return rows.map(({ id }) => id)
}
