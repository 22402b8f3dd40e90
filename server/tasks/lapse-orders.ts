import type { City } from '#server/city.ts'
import { overdueOrders } from '#server/features/mall/lapse-order.ts'
import { ordersToRemind } from '#server/features/mall/remind-order.ts'
import { asSystem } from './as-system.ts'

type Clockwork = Pick<City, 'database' | 'changes' | 'clock' | 'log'>

/** Closes the orders that were not picked up in time. Returns how many. */
export async function lapseOrders(city: Clockwork): Promise<number> {
  const orderIds = await overdueOrders(city.database.read, city.clock())
  return await asSystem(city, 'mall.lapse', orderIds.map(orderId => ({ orderId })))
}

/** Tells those whose orders lapse tomorrow. Returns of how many orders. */
export async function remindOfOrders(city: Clockwork): Promise<number> {
  const orderIds = await ordersToRemind(city.database.read, city.clock())
  return await asSystem(city, 'mall.remind', orderIds.map(orderId => ({ orderId })))
}
