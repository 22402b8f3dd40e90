import type { Reader } from '#server/database/database.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { and, count, gt, ne } from 'drizzle-orm'
import { mallOrders } from './tables.ts'

const LOOKED_BACK_MS = 30 * DAY_MS
/** How long the counts are cached (ms): the list is asked for far more often than they change its order. */
const KNOWN_MS = 3_600_000

type Counts = ReadonlyMap<string, number>
const memories = new WeakMap<Reader, { readonly counts: Promise<Counts>, readonly readAt: number }>()

/** How often each item was redeemed in the last 30 days, without gifts and cancelled orders. */
export async function redeemedLately(read: Reader, now: number): Promise<Counts> {
  const memory = memories.get(read)
  if (memory && Math.abs(now - memory.readAt) < KNOWN_MS) return await memory.counts
  const counts = countSince(read, now - LOOKED_BACK_MS)
  memories.set(read, { counts, readAt: now })
  counts.catch(() => memories.delete(read)) // After a failure the next query reads again.
  return await counts
}

async function countSince(read: Reader, since: number): Promise<Counts> {
  const { itemId, orderedAt, points, state } = mallOrders
  const rows = await read
    .select({ itemId, orders: count() })
    .from(mallOrders)
    .where(and(gt(orderedAt, since), gt(points, 0), ne(state, 'cancelled')))
    .groupBy(itemId)
  return new Map(rows.map(({ itemId, orders }) => [itemId, orders]))
}
