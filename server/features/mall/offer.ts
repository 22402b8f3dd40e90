import type { Slots } from '#server/database/prepared.ts'
import type { CommandContext } from '#server/sync/context.ts'
import { prepared } from '#server/database/prepared.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { mealDays } from '#shared/mall/rules.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq } from 'drizzle-orm'
import { mallItems, mallOrders, mallStock } from './tables.ts'

export type Item = typeof mallItems.$inferSelect

interface Wish { readonly orderId: string, readonly itemId: string, readonly stationId: string }

const { id, kind, name, price, perPerson, isListed, fromDay, toDay } = mallItems
const decisive = { id, kind, name, price, perPerson, isListed, fromDay, toDay }
/** An item, as far as an order is decided by it. */
export type OfferedItem = Pick<Item, keyof typeof decisive>

/** The item, whether the station offers it, and whether the order's id is taken, in one statement. */
const findOffer = prepared((tx, { orderId, itemId, stationId }: Slots<Wish>) =>
  tx.select({ item: decisive, isOffered: mallStock.isOffered, taken: mallOrders.id })
    .from(mallItems)
    .leftJoin(mallStock, and(eq(mallStock.itemId, mallItems.id), eq(mallStock.stationId, stationId)))
    .leftJoin(mallOrders, eq(mallOrders.id, orderId))
    .where(eq(mallItems.id, itemId))
    .prepare('find_offer'))

/** The item, if that station offers it today and, where it is a meal, for that day; refuses otherwise. */
export async function requireOffer(
  { tx, now }: CommandContext,
  { orderId, itemId, stationId, day }: Wish & { readonly day?: string | undefined },
): Promise<OfferedItem> {
  const [offer] = await findOffer(tx, { orderId, itemId, stationId })
  if (!offer) throw new Refused({ code: 'mall.itemUnknown' })
  const { item, isOffered, taken } = offer
  if (taken !== null) throw new Refused({ code: 'mall.idTaken' })
  if (!isOffered || !isOfferedOn(item, dayOf(now))) throw new Refused({ code: 'mall.notOffered' })
  if (!fitsDay(item, day, now)) throw new Refused({ code: 'mall.dayWrong' })
  return item
}

/** A meal is ordered for one of the days of `mealDays`, goods for none. */
const fitsDay = ({ kind }: OfferedItem, day: string | undefined, now: number) =>
  kind === 'meal' ? day !== undefined && mealDays(now).includes(day) : day === undefined

/** True when an item may be redeemed on a day. */
export const isOfferedOn = (
  { isListed, fromDay, toDay }: Pick<Item, 'isListed' | 'fromDay' | 'toDay'>,
  day: string,
): boolean => isListed && (fromDay === null || fromDay <= day) && (toDay === null || day <= toDay)
