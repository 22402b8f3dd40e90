import type { Slots } from '#server/database/prepared.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { Redeem } from '#shared/mall/schemas.ts'
import type { OfferedItem } from './offer.ts'
import { notify } from '#server/core/notices/index.ts'
import { holdPoints } from '#server/core/points/index.ts'
import { prepared } from '#server/database/prepared.ts'
import { piecesWords } from '#shared/mall/rules.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { nudgeMall } from './nudge-mall.ts'
import { requireOffer } from './offer.ts'
import { placeOrder } from './place-order.ts'
import { reserveStock } from './reserve-stock.ts'
import { mallOrders } from './tables.ts'

/** A wish that took longer than this has its owner waiting elsewhere: they are told how it went. */
const WAITED_MS = 60_000

/**
 * Orders an item: pieces and points are set aside and the order is written, all of it or nothing. What was
 * wished for without
 * a network is decided when it arrives. Everybody locks in one order (shelf, then points), so that nobody
 * waits in a circle.
 */
export async function redeemItem(
  input: Redeem,
  context: CommandContext,
): Promise<{ number: number, pickUpBy: number }> {
  const {
    actor: { accountId },
    now,
    occurred,
    nudge,
  } = context
  const { orderId, itemId, stationId, count, day } = input
  const item = await requireOffer(context, input)
  if (input.price !== item.price) throw new Refused({ code: 'mall.priceChanged', price: item.price })
  await requireWithinLimit(context, item, count)

  await reserveStock(context, { itemId, stationId, count })
  const points = item.price * count
  const holdId = await holdPoints(context, {
    accountId,
    amount: points,
    orderId,
    note: piecesWords(item.name, count),
  })
  const placed = await placeOrder(context, {
    id: orderId,
    accountId,
    itemId,
    stationId,
    count,
    points,
    holdId,
    day: day ?? null,
    givenBy: null,
    words: null,
  })

  nudge(accountId, 'mall.myOrders')
  nudgeMall(context)
  if (now - occurred > WAITED_MS) {
    await notify(
      context,
      accountId,
      { kind: 'mall.ordered', ref: orderId, number: placed.number, words: item.name, points },
      { evenSelf: true },
    )
  }
  return placed
}

const countMine = prepared((tx, { accountId, itemId }: Slots<{ accountId: string, itemId: string }>) =>
  tx.select({ pieces: sql<number>`cast(coalesce(sum(${mallOrders.count}), 0) as integer)` })
    .from(mallOrders)
    .where(
      and(
        eq(mallOrders.accountId, accountId),
        eq(mallOrders.itemId, itemId),
        inArray(mallOrders.state, ['open', 'handedOver']),
      ),
    )
    .prepare('count_mine'),
)

/**
 * Counts what one has had and what waits. One person's commands run in turn, so two wishes can't both fit
 * into the last place.
 */
async function requireWithinLimit({ tx, actor }: CommandContext, item: OfferedItem, count: number) {
  if (item.perPerson === null) return
  const [mine] = await countMine(tx, { accountId: actor.accountId, itemId: item.id })
  if (mine!.pieces + count > item.perPerson)
    throw new Refused({ code: 'mall.perPerson', most: item.perPerson })
}
