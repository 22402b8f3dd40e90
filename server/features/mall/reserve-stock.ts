import type { Slots } from '#server/database/prepared.ts'
import type { CommandContext } from '#server/sync/context.ts'
import { findStation, stations } from '#server/core/stations/index.ts'
import { prepared, rowsChanged } from '#server/database/prepared.ts'
import { distanceM } from '#shared/kernel/geo.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq, gte, ne, sql } from 'drizzle-orm'
import { freePieces, isShelf } from './shelf.ts'
import { mallStock } from './tables.ts'

interface Wanted { readonly itemId: string, readonly stationId: string, readonly count: number }

const reserve = prepared((tx, { itemId, stationId, count }: Slots<Wanted>) =>
  tx.update(mallStock)
    .set({ reserved: sql`${mallStock.reserved} + ${count}` })
    .where(
      and(eq(mallStock.itemId, itemId), eq(mallStock.stationId, stationId), gte(freePieces, sql`${count}`)),
    )
    .prepare('reserve_stock'),
)

/** Reserves pieces for an order. The condition is in the write, so that no piece is reserved twice. */
export async function reserveStock(
  { tx }: CommandContext,
  { itemId, stationId, count }: Wanted,
): Promise<void> {
  const isReserved = rowsChanged(await reserve(tx, { itemId, stationId, count })) === 1
  if (!isReserved) throw new Refused(await soldOut({ tx }, { itemId, stationId, count }))
}

/** The refusal, with how many are free here and the nearest station that has enough. */
async function soldOut({ tx }: Pick<CommandContext, 'tx'>, { itemId, stationId, count }: Wanted) {
  const here = await findStation(tx, stationId)
  const [left] = await tx.select({ free: freePieces }).from(mallStock).where(isShelf({ itemId, stationId }))
  const others = await tx
    .select({ station: stations })
    .from(mallStock)
    .innerJoin(stations, eq(stations.id, mallStock.stationId))
    .where(
      and(
        eq(mallStock.itemId, itemId),
        ne(mallStock.stationId, stationId),
        eq(mallStock.isOffered, true),
        gte(freePieces, count),
      ),
    )
  const [nearest] = others
    .map(({ station }) => station)
    .sort((a, b) => distanceM(here, a) - distanceM(here, b))
  return {
    code: 'mall.soldOut' as const,
    free: left?.free ?? 0,
    ...(nearest && { stationId: nearest.id, stationName: nearest.name }),
  }
}
