import type { Slots } from '#server/database/prepared.ts'
import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { OfferedItem } from './offer.ts'
import { notify } from '#server/core/notices/index.ts'
import { holdPoints } from '#server/core/points/index.ts'
import { prepared } from '#server/database/prepared.ts'
import { piecesText } from '#shared/mall/rules.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { requireOffer } from './offer.ts'
import { placeOrder } from './order.ts'
import { reserveStock } from './reserve-stock.ts'
import { nudgeMall } from './shelf.ts'
import { mallOrders } from './tables.ts'

/**
 * A wish that waited longer than this (ms) is answered by a notice too, since its owner no longer looks at
 * the page.
 */
const WAITED_MS = 60_000

/**
 * Orders an item: reserves the pieces, holds the points and writes the order, or nothing at all. A wish made
 * without a network is decided when it arrives. The shelf is locked before the points, as everywhere.
 */
export const redeemItem: Handler<'mall.redeem'> = async (input, context) => {
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
    note: piecesText(item.name, count),
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
        isNull(mallOrders.givenBy),
      ),
    )
    .prepare('count_mine'),
)

/**
 * Counts received and open pieces, without gifts. One person's commands run in turn, so that two can't both
 * fit the limit.
 */
async function requireWithinLimit({ tx, actor }: CommandContext, item: OfferedItem, count: number) {
  if (item.perPerson === null) return
  const [mine] = await countMine(tx, { accountId: actor.accountId, itemId: item.id })
  if (mine!.pieces + count > item.perPerson)
    throw new Refused({ code: 'mall.perPerson', most: item.perPerson })
}
