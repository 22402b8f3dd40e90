import type { CommandContext, QueryContext } from '#server/sync/context.ts'
import { and, asc, eq } from 'drizzle-orm'
import { closeOrder } from './close-order.ts'
import { findOrders } from './order.ts'
import { mallItems, mallOrders } from './tables.ts'

/** Everything somebody ordered or was given, for `identity.export`. */
export async function exportOrders({ read, actor }: QueryContext): Promise<unknown> {
  const rows = await read.select({ order: mallOrders, item: mallItems.name }).from(mallOrders).innerJoin(mallItems, eq(mallItems.id, mallOrders.itemId)).where(eq(mallOrders.accountId, actor.accountId)).orderBy(asc(mallOrders.number))
  return rows.map(({ order: { digitsHash, digitsRound, givenBy, closedBy, remindAt, ...own }, item }) => ({ ...own, item }))
}

/** Whoever goes picks nothing up any more. For `identity.deleteMe`. */
export async function cancelOpenOrders(context: CommandContext): Promise<void> {
  for (const order of await findOrders(context.tx, and(eq(mallOrders.accountId, context.actor.accountId), eq(mallOrders.state, 'open')))) await closeOrder(context, order, 'cancelled')
}
