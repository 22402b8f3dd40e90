import type { Signer } from '#server/core/keys/index.ts'
import type { RefOf } from '#server/core/media/index.ts'
import type { Station } from '#server/core/stations/index.ts'
import type { QueryContext, QueryHandler } from '#server/sync/context.ts'
import type { MyOrder } from '#shared/mall/schemas.ts'
import { openSigner } from '#server/core/keys/index.ts'
import { photoRefs } from '#server/core/media/index.ts'
import { stations } from '#server/core/stations/index.ts'
import { pageOf } from '#server/database/pages.ts'
import { pickUpBytes, pickUpText } from '#shared/mall/pick-up.ts'
import { ORDERS_PAGE_MAX } from '#shared/mall/schemas.ts'
import { and, desc, eq, ne } from 'drizzle-orm'
import { digitsOf } from './digits.ts'
import { counterOf } from './spots.ts'
import { mallItems, mallOrders } from './tables.ts'

interface Row {
  readonly order: typeof mallOrders.$inferSelect
  readonly item: { name: string, kind: 'goods' | 'meal', photo: string | null }
  readonly station: Station
}

/** Somebody's orders: all open ones with their codes on the first page, then closed ones, newest first. */
export const myOrders: QueryHandler<'mall.myOrders'> = async (range, context) => {
  const { read, actor, now } = context
  const mine = eq(mallOrders.accountId, actor.accountId)
  const closed = and(mine, ne(mallOrders.state, 'open'))
  const open =
    range.before === undefined
      ? await select(context)
          .where(and(mine, eq(mallOrders.state, 'open')))
          .orderBy(desc(mallOrders.number))
      : []
  const { rows, hasMore } = await pageOf<Row>({
    range,
    most: ORDERS_PAGE_MAX,
    rank: mallOrders.orderedAt,
    read: async (within, limit) =>
      await select(context)
        .where(and(closed, within))
        .orderBy(desc(mallOrders.orderedAt), desc(mallOrders.number))
        .limit(limit),
    rankOf: ({ order }) => order.orderedAt,
  })
  const shown = [...open, ...rows]
  const refOf = await photoRefs(read, shown.map(({ item }) => item.photo))
  const signer = open.length > 0 ? await openSigner(read, now) : undefined
  return { orders: shown.map(row => orderView(row, refOf, signer)), hasMore }
}

const select = ({ read }: QueryContext) =>
  read
    .select({
      order: mallOrders,
      item: { name: mallItems.name, kind: mallItems.kind, photo: mallItems.photo },
      station: stations,
    })
    .from(mallOrders)
    .innerJoin(mallItems, eq(mallItems.id, mallOrders.itemId))
    .innerJoin(stations, eq(stations.id, mallOrders.stationId))

function orderView({ order, item, station }: Row, refOf: RefOf, signer: Signer | undefined): MyOrder {
  const { id, number, state, itemId, count, points, day, words, orderedAt, pickUpBy, closedAt } = order
  const shows = state === 'open' && signer !== undefined
  return {
    id,
    number,
    state,
    item: { id: itemId, name: item.name, kind: item.kind, photo: refOf(item.photo) },
    station: counterOf(station),
    count,
    points,
    day,
    words,
    madeAt: orderedAt,
    pickUpBy,
    closedAt,
    code: shows ? codeOf(order, signer) : null,
    digits: shows ? digitsOf(id, order.digitsRound) : null,
  }
}

function codeOf(
  { id, stationId, itemId, count, day, pickUpBy }: Row['order'],
  { keyId, sign }: Signer,
): string {
  const signed = pickUpBytes({ keyId, orderId: id, stationId, itemId, count, day, expires: pickUpBy })
  return pickUpText(signed, sign(signed))
}
