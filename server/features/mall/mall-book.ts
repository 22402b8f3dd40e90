import type { RefOf } from '#server/core/media/index.ts'
import type { QueryContext, QueryHandler } from '#server/sync/context.ts'
import type { Answer } from '#shared/queries.ts'
import type { Item } from './offer.ts'
import { photoRefs } from '#server/core/media/index.ts'
import { requireStation, stations, stationsIn } from '#server/core/stations/index.ts'
import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm'
import { spotOf } from './spots.ts'
import { mallItems, mallLosses, mallOrders, mallStock, mallStockMoves } from './tables.ts'

const LOSSES_MAX = 200
type Book = Answer<'mall.book'>

/** Every item, listed or not, with its stock, hand-overs and losses at the stations of one's area. */
export const mallBook: QueryHandler<'mall.book'> = async (_input, { read, actor }) => {
  const places = await stationsIn(read, actor.areaId ?? '')
  const ids = places.map(({ id }) => id)
  const items = await read.select().from(mallItems).orderBy(asc(mallItems.name), asc(mallItems.id))
  const shelves = await shelvesAt({ read }, ids)
  const refOf = await photoRefs(read, items.map(({ photo }) => photo))
  return {
    items: items.map(item => itemView(item, shelves.filter(({ itemId }) => itemId === item.id), refOf)),
    stations: places.map(spotOf),
    losses: await lossesAt({ read }, ids),
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

async function lossesAt({ read }: Pick<QueryContext, 'read'>, stationIds: string[]): Promise<Book['losses']> {
  const rows = await read
    .select({
      id: mallLosses.id,
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
    .where(inArray(mallLosses.stationId, stationIds))
    .orderBy(desc(mallLosses.notedAt), desc(mallLosses.id))
    .limit(LOSSES_MAX)
  return rows
}

const LINES_MAX = 200

/** The latest changes of a station's stock, of all items or of one. */
export const stockHistory: QueryHandler<'mall.stockHistory'> = async (input, { read, actor }) => {
  const { stationId, itemId } = input
  await requireStation({ tx: read, actor }, stationId, 'mall.notYourStation')
  const { id, cause, count, words, at } = mallStockMoves
  return await read.select({ id, itemName: mallItems.name, cause, count, words, at })
    .from(mallStockMoves)
    .innerJoin(mallItems, eq(mallItems.id, mallStockMoves.itemId))
    .where(
      and(
        eq(mallStockMoves.stationId, stationId),
        itemId === undefined ? undefined : eq(mallStockMoves.itemId, itemId),
      ),
    )
    .orderBy(desc(at), desc(id))
    .limit(LINES_MAX)
}
