import type { Reader } from '#server/database/database.ts'
import type { Slots } from '#server/database/prepared.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { SQL } from 'drizzle-orm'
import { prepared } from '#server/database/prepared.ts'
import { DAY_MS, dayOf, startOfDay } from '#shared/kernel/day.ts'
import { PICK_UP_DAYS } from '#shared/mall/rules.ts'
import { Refused } from '#shared/refusal.ts'
import { eq } from 'drizzle-orm'
import { digitsOf, DRAWS_MAX, hashDigits } from './digits.ts'
import { mallItems, mallOrders } from './tables.ts'

/** An order with the name of its item. */
export type Order = typeof mallOrders.$inferSelect & { readonly itemName: string }

/** Orders that fit a condition, with their items' names. */
export async function findOrders(read: Reader, condition: SQL | undefined): Promise<Order[]> {
  const rows = await read
    .select({ order: mallOrders, itemName: mallItems.name })
    .from(mallOrders)
    .innerJoin(mallItems, eq(mallItems.id, mallOrders.itemId))
    .where(condition)
  return rows.map(({ order, itemName }) => ({ ...order, itemName }))
}

/** The order, or the refusal that there is none. */
export async function findOrder(read: Reader, orderId: string): Promise<Order> {
  const [order] = await findOrders(read, eq(mallOrders.id, orderId))
  if (!order) throw new Refused({ code: 'mall.orderUnknown' })
  return order
}

export interface NewOrder {
  readonly id: string
  readonly accountId: string
  readonly itemId: string
  readonly stationId: string
  readonly count: number
  readonly points: number
  readonly holdId: string | null
  readonly day: string | null
  readonly givenBy: string | null
  readonly words: string | null
}
type Row = Omit<typeof mallOrders.$inferInsert, 'number' | 'closedAt' | 'closedBy' | 'handedOverAt'>

const insertOrder = prepared((tx, slots: Slots<Row>) =>
  tx
    .insert(mallOrders)
    .values(slots)
    .onConflictDoNothing()
    .returning({ number: mallOrders.number })
    .prepare('insert_order'),
)

/** Inserts an open order, with digits that no other open order of the station has. */
export async function placeOrder(
  { tx, now }: CommandContext,
  order: NewOrder,
): Promise<{ number: number, pickUpBy: number }> {
  const window = windowOf(order.day ?? undefined, now)
  for (let round = 0; round < DRAWS_MAX; round++) {
    const digitsHash = hashDigits(order.stationId, digitsOf(order.id, round))
    const [placed] = await insertOrder(tx, {
      ...order,
      ...window,
      state: 'open',
      digitsHash,
      digitsRound: round,
      orderedAt: now,
    })
    if (placed) return { number: placed.number, pickUpBy: window.pickUpBy }
    if ((await tx.$count(mallOrders, eq(mallOrders.id, order.id))) > 0)
      throw new Refused({ code: 'mall.idTaken' })
  }
  throw new Error('no free digits were found')
}

/** 10:00 on the day before the pick-up window ends: people are awake, and there is time to go. */
const REMIND_BEFORE_MS = 14 * 3_600_000

/** Until when an order waits, and when its owner is reminded; null where that moment is past (UTC ms). */
function windowOf(day: string | undefined, now: number): { pickUpBy: number, remindAt: number | null } {
  const last = day ?? dayOf(now + PICK_UP_DAYS * DAY_MS)
  const pickUpBy = startOfDay(last) + DAY_MS - 1000 // The day's last whole second, as codes carry it.
  const remindAt = startOfDay(last) - REMIND_BEFORE_MS
  return { pickUpBy, remindAt: remindAt > now ? remindAt : null }
}
