import type { Reader } from '#server/database/database.ts'
import type { SQL } from 'drizzle-orm'
import { and, desc, gt } from 'drizzle-orm'
import { codeAsks } from './tables.ts'

/** So many at most, of these, within so long. */
interface AskWindow { readonly who: SQL | undefined, readonly windowMs: number, readonly max: number }

/** How long until there is room for one more (ms); undefined when there is room now. */
export async function waitFor(
  reader: Reader,
  { who, windowMs, max }: AskWindow,
  now: number,
): Promise<number | undefined> {
  // There is room again when the oldest of the newest `max` leaves the window.
  const [oldest] = await reader
    .select({ askedAt: codeAsks.askedAt })
    .from(codeAsks)
    .where(and(who, gt(codeAsks.askedAt, now - windowMs)))
    .orderBy(desc(codeAsks.askedAt))
    .limit(1)
    .offset(max - 1)
  return oldest && oldest.askedAt + windowMs - now
}
