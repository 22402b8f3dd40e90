import type { RefOf } from '#server/core/media/index.ts'
import type { Reader } from '#server/database/database.ts'
import type { QueryContext, QueryHandler } from '#server/sync/context.ts'
import type { PageRange } from '#shared/kernel/fields.ts'
import type { Answer } from '#shared/queries.ts'
import type { Item } from './offer.ts'
import { photoRefs } from '#server/core/media/index.ts'
import { areasOf } from '#server/core/posts/index.ts'
import { requireStation, stations, stationsIn } from '#server/core/stations/index.ts'
import { pageOf } from '#server/database/pages.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { isInBook } from '#shared/mall/book.ts'
import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm'
import { spotOf } from './spots.ts'
import { mallItems, mallLosses, mallOrders, mallStock, mallStockMoves } from './tables.ts'

type Book = Answer<'mall.book'>

/** Every item, listed or not, with its stock, hand-overs and losses at the stations of one's area. */
export const mallBook: QueryHandler<'mall.book'> = async (asked, { read, actor, now }) => {
  const { view, category, text, ...range } = asked
  const places = await stationsIn(read, areasOf(actor))
  const ids = places.map(({ id }) => id)
  const losses = await lossesAt(read, ids, range)
  if (range.before !== undefined) return { items: [], stations: [], ...losses }
  const items = await read.select().from(mallItems).orderBy(asc(mallItems.name), asc(mallItems.id))
  const shelves = await shelvesAt({ read }, ids)
  const refOf = await photoRefs(read, items.map(({ photo }) => photo))
  const today = dayOf(now)
  return {
    items: items
      .map(item => itemView(item, shelves.filter(({ itemId }) => itemId === item.id), refOf))
      .filter(item => isInBook(item, { view, category, text }, today)),
    stations: places.map(spotOf),
    ...losses,
  }
}

async function shelvesAt({ read }: Pick<QueryContext, 'read'>, stationIds: string[]) {
  const shelves = await read
    .select()
    .from(mallStock)
    .where(inArray(mallStock.stationId, stationIds))
    .orderBy(asc(mallStock.itemId), asc(mallStock.stationId))
  const gone = await read
    .select({
      itemId: mallStockMoves.itemId,
      stationId: mallStockMoves.stationId,
      count: sql<number>`cast(-sum(${mallStockMoves.count}) as integer)`,
    })
    .from(mallStockMoves)
    .where(eq(mallStockMoves.cause, 'handedOver'))
    .groupBy(mallStockMoves.itemId, mallStockMoves.stationId)
  const handedOver = new Map(gone.map(({ itemId, stationId, count }) => [`${itemId} ${stationId}`, count]))
  return shelves.map(shelf => ({
    ...shelf,
    handedOver: handedOver.get(`${shelf.itemId} ${shelf.stationId}`) ?? 0,
  }))
}

type Shelf = Awaited<ReturnType<typeof shelvesAt>>[number]

const itemView = (
  {
    id,
    kind,
    category,
    name,
    words,
    photo,
    price,
    perPerson,
    fromDay,
    toDay,
    donorName,
    donorWords,
    isListed,
    changedAt,
  }: Item,
  shelves: Shelf[],
  refOf: RefOf,
): Book['items'][number] => ({
  itemId: id,
  kind,
  category,
  name,
  words,
  photo: refOf(photo),
  price,
  ...(perPerson !== null && { perPerson }),
  ...(fromDay !== null && { from: fromDay }),
  ...(toDay !== null && { to: toDay }),
  ...(donorName !== null && { donor: { name: donorName, words: donorWords ?? '' } }),
  stations: shelves.filter(({ isOffered }) => isOffered).map(({ stationId }) => stationId),
  isListed,
  seen: changedAt,
  stock: shelves.map(({ stationId, onHand, reserved, handedOver }) => ({
    stationId,
    onHand,
    reserved,
    handedOver,
  })),
})

async function lossesAt(
  read: Reader,
  stationIds: string[],
  range: PageRange,
): Promise<Pick<Book, 'losses' | 'lossesInAll' | 'hasMore'>> {
  const here = inArray(mallLosses.stationId, stationIds)
  const { rows, hasMore } = await pageOf({
    range,
    rank: mallLosses.notedAt,
    read: async (within, limit) =>
      await read
        .select({
          id: mallLosses.id,
          rank: mallLosses.notedAt,
          orderNumber: mallOrders.number,
          itemName: mallItems.name,
          stationName: stations.name,
          count: mallLosses.count,
          at: mallLosses.handedOverAt,
        })
        .from(mallLosses)
        .innerJoin(mallOrders, eq(mallOrders.id, mallLosses.orderId))
        .innerJoin(mallItems, eq(mallItems.id, mallLosses.itemId))
        .innerJoin(stations, eq(stations.id, mallLosses.stationId))
        .where(and(here, within))
        .orderBy(desc(mallLosses.notedAt), desc(mallLosses.id))
        .limit(limit),
    rankOf: ({ rank }) => rank,
  })
  return { losses: rows, lossesInAll: await read.$count(mallLosses, here), hasMore }
}

/** A page of the latest changes of a station's stock, of all items or of one. */
export const stockHistory: QueryHandler<'mall.stockHistory'> = async (input, { read, actor }) => {
  const { stationId, itemId, ...range } = input
  await requireStation({ tx: read, actor }, stationId, 'mall.notYourStation')
  const { id, cause, count, words, at } = mallStockMoves
  const here = and(
    eq(mallStockMoves.stationId, stationId),
    itemId === undefined ? undefined : eq(mallStockMoves.itemId, itemId),
  )
  const { rows } = await pageOf({
    range,
    rank: at,
    read: async (within, limit) =>
      await read.select({ id, itemName: mallItems.name, cause, count, words, at })
        .from(mallStockMoves)
        .innerJoin(mallItems, eq(mallItems.id, mallStockMoves.itemId))
        .where(and(here, within))
        .orderBy(desc(at), desc(id))
        .limit(limit),
    rankOf: row => row.at,
  })
  return rows
}
