import type { Reader } from '#server/database/database.ts'
import type { SQL } from 'drizzle-orm'
import { and, desc, gt } from 'drizzle-orm'
import { codeAsks } from './tables.ts'

/** At most `max` of these within a time. */
interface AskWindow { readonly who: SQL | undefined, readonly windowMs: number, readonly max: number }

/** How long until one more is allowed (ms); undefined when it is allowed now. */
export async function waitFor(
  reader: Reader,
  { who, windowMs, max }: AskWindow,
  now: number,
): Promise<number | undefined> {
  // One more is allowed when the oldest of the newest `max` leaves the window.
  const [oldest] = await reader
    .select({ askedAt: codeAsks.askedAt })
    .from(codeAsks)
    .where(and(who, gt(codeAsks.askedAt, now - windowMs)))
    .orderBy(desc(codeAsks.askedAt))
    .limit(1)
    .offset(max - 1)
  return oldest && oldest.askedAt + windowMs - now
}
