import type { QueryContext } from '#server/sync/context.ts'
import type { Answer } from '#shared/queries.ts'
import { and, desc, eq } from 'drizzle-orm'
import { requireStationInCharge } from './may-stock.ts'
import { mallItems, mallStockMoves } from './tables.ts'

const LINES_MAX = 200

/** Answers `mall.stockHistory`: the latest changes of a station's shelves, for its keepers and organisers. */
export async function stockHistory(
  { stationId, itemId }: { stationId: string, itemId?: string | undefined },
  context: QueryContext,
): Promise<Answer<'mall.stockHistory'>> {
  const { read, actor } = context
  await requireStationInCharge({ tx: read, actor }, stationId)
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
