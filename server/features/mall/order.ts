import type { Reader } from '#server/database/database.ts'
import type { SQL } from 'drizzle-orm'
import { Refused } from '#shared/refusal.ts'
import { eq } from 'drizzle-orm'
import { mallItems, mallOrders } from './tables.ts'

/** An order with the name of its item. */
export type Order = typeof mallOrders.$inferSelect & { readonly itemName: string }

/** Orders that fit a condition, with their items' names. */
export async function findOrders(read: Reader, condition: SQL | undefined): Promise<Order[]> {
  const rows = await read
    .select({ order: mallOrders, itemName: mallItems.name })
    .from(mallOrders)
    .innerJoin(mallItems, eq(mallItems.id, mallOrders.itemId))
    .where(condition)
  return rows.map(({ order, itemName }) => ({ ...order, itemName }))
}

/** The order, or the refusal that there is none. */
export async function findOrder(read: Reader, orderId: string): Promise<Order> {
  const [order] = await findOrders(read, eq(mallOrders.id, orderId))
  if (!order) throw new Refused({ code: 'mall.orderUnknown' })
  return order
}
