import type { Slots } from '#server/database/prepared.ts'
import type { CommandContext } from '#server/sync/context.ts'
import { prepared } from '#server/database/prepared.ts'
import { Refused } from '#shared/refusal.ts'
import { eq } from 'drizzle-orm'
import { digitsOf, DRAWS_MAX, hashDigits } from './digits.ts'
import { windowOf } from './order-window.ts'
import { mallOrders } from './tables.ts'

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

/** Writes the order down, with digits that no other open order of the station has. */
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
