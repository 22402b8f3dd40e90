import type { Reader } from '#server/database/database.ts'
import type { QueryHandler } from '#server/sync/context.ts'
import { photoRefs } from '#server/core/media/index.ts'
import { stationsIn } from '#server/core/stations/index.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { and, asc, eq } from 'drizzle-orm'
import { isOfferedOn } from './offer.ts'
import { redeemedLately } from './popular.ts'
import { spotOf } from './spots.ts'
import { mallItems, mallStock } from './tables.ts'

/** What can be redeemed today and at which stations, the cheapest first. */
export const listedItems: QueryHandler<'mall.items'> = async (_input, { read, now }) => {
  const listed = (
    await read
      .select()
      .from(mallItems)
      .where(eq(mallItems.isListed, true))
      .orderBy(asc(mallItems.price), asc(mallItems.id))
  ).filter(item => isOfferedOn(item, dayOf(now)))
  const shelves = await read
    .select({
      itemId: mallStock.itemId,
      stationId: mallStock.stationId,
      onHand: mallStock.onHand,
      reserved: mallStock.reserved,
    })
    .from(mallStock)
    .innerJoin(mallItems, and(eq(mallItems.id, mallStock.itemId), eq(mallItems.isListed, true)))
    .where(eq(mallStock.isOffered, true))
    .orderBy(asc(mallStock.stationId))
  const stock = new Map<string, { stationId: string, free: number }[]>(listed.map(({ id }) => [id, []]))
  for (const { itemId, stationId, onHand, reserved } of shelves)
    stock.get(itemId)?.push({ stationId, free: onHand - reserved })
  const refOf = await photoRefs(read, listed.map(({ photo }) => photo))
  const redeemed = await redeemedLately(read, now)
  const items = listed.map(({ id, kind, category, name, photo, price, donorName }) => ({
    id,
    kind,
    category,
    name,
    photo: refOf(photo),
    price,
    donor: donorName,
    stock: stock.get(id) ?? [],
    redeemed: redeemed.get(id) ?? 0,
  }))
  const used = new Set(items.flatMap(item => item.stock.map(({ stationId }) => stationId)))
  return { items, stations: (await stationsIn(read)).filter(({ id }) => used.has(id)).map(spotOf) }
}

/** True for the photo of an item, which everybody may see. */
export const isItemPhoto = async (read: Reader, hash: string): Promise<boolean> =>
  (await read.$count(mallItems, eq(mallItems.photo, hash))) > 0
