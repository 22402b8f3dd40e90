import type { City } from '#server/city.ts'
import { closuresToTell } from '#server/core/stations/index.ts'
import { asSystem } from '#server/sync/as-system.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { ordersToRemind, overdueOrders } from './lapse-order.ts'

/** Closes the orders that were not picked up in time. Returns how many. */
export async function lapseOrders(city: City): Promise<number> {
  const orderIds = await overdueOrders(city.database.read, city.clock())
  return await asSystem(city, 'mall.lapse', orderIds.map(orderId => ({ orderId })))
}

/** Notifies those whose orders lapse tomorrow. Returns of how many orders. */
export async function remindOfOrders(city: City): Promise<number> {
  const orderIds = await ordersToRemind(city.database.read, city.clock())
  return await asSystem(city, 'mall.remind', orderIds.map(orderId => ({ orderId })))
}

/** Notifies those who wait at stations that have closed. Returns of how many stations. */
export async function tellOfClosures(city: City): Promise<number> {
  return await asSystem(city, 'mall.tellClosure', await closuresToTell(city.database.read))
}

/** Nudges at midnight: what is offered, what was done today and what the book hides depend on the day. */
export async function nudgeNewDay({ changes, clock }: City, since: number): Promise<void> {
  if (dayOf(clock()) !== dayOf(since))
    await changes.publish([{ to: '*', names: ['mall.items', 'mall.desk', 'mall.book'] }])
}
