import type { QueryContext, QueryHandler } from '#server/sync/context.ts'
import type { Answer } from '#shared/queries.ts'
import type { Item } from './offer.ts'
import { photoRefs } from '#server/core/media/index.ts'
import { holds } from '#server/core/posts/index.ts'
import { stations } from '#server/core/stations/index.ts'
import { Refused } from '#shared/refusal.ts'
import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { counterOf } from './spots.ts'
import { mallItems, mallOrders, mallStock, mallStockMoves } from './tables.ts'

/** One item in full. An item that isn't listed is known to admins and to those who ordered it. */
export const oneItem: QueryHandler<'mall.item'> = async ({ itemId }, context) => {
  const { read, actor } = context
  const [item] = await read.select().from(mallItems).where(eq(mallItems.id, itemId))
  const ordered = await read
    .select({ state: mallOrders.state, count: mallOrders.count, givenBy: mallOrders.givenBy })
    .from(mallOrders)
    .where(and(eq(mallOrders.accountId, actor.accountId), eq(mallOrders.itemId, itemId)))
  if (!item || !(item.isListed || ordered.length > 0 || holds(actor, 'admin')))
    throw new Refused({ code: 'mall.itemUnknown' })
  const { id, kind, category, name, photo, price, words, perPerson, fromDay, toDay, donorName } = item
  return {
    id,
    kind,
    category,
    name,
    photo: (await photoRefs(read, [photo]))(photo),
    price,
    donor: donorName,
    words,
    perPerson,
    mine: ordered
      .filter(({ state, givenBy }) => givenBy === null && (state === 'open' || state === 'handedOver'))
      .reduce((sum, { count }) => sum + count, 0),
    from: fromDay,
    to: toDay,
    stock: await stockOf(context, itemId),
    given: await givenOf(context, item),
  }
}

async function stockOf({ read }: QueryContext, itemId: string) {
  const rows = await read
    .select({ station: stations, onHand: mallStock.onHand, reserved: mallStock.reserved })
    .from(mallStock)
    .innerJoin(stations, eq(stations.id, mallStock.stationId))
    .where(and(eq(mallStock.itemId, itemId), eq(mallStock.isOffered, true)))
    .orderBy(asc(stations.id))
  return rows.map(({ station, onHand, reserved }) => ({
    station: counterOf(station),
    free: onHand - reserved,
  }))
}

/** How many pieces a donor gave and where they were handed over, from the stock's history. */
async function givenOf(
  { read }: QueryContext,
  { id, donorName, donorWords }: Item,
): Promise<Answer<'mall.item'>['given']> {
  if (donorName === null) return null
  const rows = await read
    .select({
      cause: mallStockMoves.cause,
      station: stations.name,
      count: sql<number>`cast(sum(${mallStockMoves.count}) as integer)`,
    })
    .from(mallStockMoves)
    .innerJoin(stations, eq(stations.id, mallStockMoves.stationId))
    .where(and(eq(mallStockMoves.itemId, id), inArray(mallStockMoves.cause, ['arrived', 'handedOver'])))
    .groupBy(mallStockMoves.cause, stations.id, stations.name)
    .orderBy(asc(stations.id))
  const handedOver = rows
    .filter(({ cause }) => cause === 'handedOver')
    .map(({ station, count }) => ({ station, count: -count }))
  const arrived = rows.filter(({ cause }) => cause === 'arrived').reduce((sum, { count }) => sum + count, 0)
  return { name: donorName, words: donorWords ?? '', arrived, handedOver }
}
