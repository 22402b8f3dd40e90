import type { Slots } from '#server/database/prepared.ts'
import type { CommandContext } from '#server/sync/context.ts'
import { prepared } from '#server/database/prepared.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq } from 'drizzle-orm'
import { refuseOrder } from './order-window.ts'
import { mallItems, mallOrders, mallStock } from './tables.ts'

export type Item = typeof mallItems.$inferSelect

interface Wish { readonly orderId: string, readonly itemId: string, readonly stationId: string }

const { id, kind, name, price, perPerson, isListed, fromDay, toDay } = mallItems
const judged = { id, kind, name, price, perPerson, isListed, fromDay, toDay }
/** What a wish is judged by. */
export type OfferedItem = Pick<Item, keyof typeof judged>

/** All of that in one statement. */
const findOffer = prepared((tx, { orderId, itemId, stationId }: Slots<Wish>) =>
  tx.select({ item: judged, isOffered: mallStock.isOffered, taken: mallOrders.id })
    .from(mallItems)
    .leftJoin(mallStock, and(eq(mallStock.itemId, mallItems.id), eq(mallStock.stationId, stationId)))
    .leftJoin(mallOrders, eq(mallOrders.id, orderId))
    .where(eq(mallItems.id, itemId))
    .prepare('find_offer'))

/**
 * The item, provided that it is offered today at that station, and on that day where it is a meal. The day is
 * the one on which the wish arrives.
 */
export async function requireOffer(
  { tx, now }: CommandContext,
  { orderId, itemId, stationId, day }: Wish & { readonly day?: string | undefined },
): Promise<OfferedItem> {
  const [offer] = await findOffer(tx, { orderId, itemId, stationId })
  if (!offer) throw new Refused({ code: 'mall.itemUnknown' })
  const { item, isOffered, taken } = offer
  if (taken !== null) throw new Refused({ code: 'mall.idTaken' })
  if (!isOffered || !isOfferedOn(item, dayOf(now))) throw new Refused({ code: 'mall.notOffered' })
  refuseOrder(item.kind, day, now)
  return item
}

/** True when an item may be redeemed on a day. */
export const isOfferedOn = (
  { isListed, fromDay, toDay }: Pick<Item, 'isListed' | 'fromDay' | 'toDay'>,
  day: string,
): boolean => isListed && (fromDay === null || fromDay <= day) && (toDay === null || day <= toDay)
