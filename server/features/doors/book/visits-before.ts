import type { Reader } from '#server/database/database.ts'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { gotIn, visits } from '#server/core/stations/index.ts'
import { and, eq, lt } from 'drizzle-orm'

interface Counted { readonly before: number, readonly count: number }
const memories = new WeakMap<Reader, Map<string, Counted>>()

/**
 * Counts the visits of these stations before an instant (ms) that stays the same all day. A year has
 * millions of visits, so each station is counted once a day and other work runs in between; a visit reported
 * later than that counts from the next day.
 */
export async function visitsBefore(
  read: Reader,
  stationIds: readonly string[],
  before: number,
): Promise<number> {
  const counted = memories.get(read) ?? new Map<string, Counted>()
  memories.set(read, counted)
  let sum = 0
  for (const id of stationIds) {
    let known = counted.get(id)
    if (known?.before !== before) {
      known = {
        before,
        count: await read.$count(visits, and(eq(visits.stationId, id), lt(visits.enteredAt, before), gotIn)),
      }
      counted.set(id, known)
      await nextTurn()
    }
    sum += known.count
  }
  return sum
}
