import type { QueryHandler } from '#server/sync/context.ts'
import { requireStation } from '#server/core/stations/index.ts'
import { and, desc, eq } from 'drizzle-orm'
import { mallItems, mallStockMoves } from './tables.ts'

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
