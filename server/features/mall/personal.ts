import type { CommandContext, QueryContext } from '#server/sync/context.ts'
import { and, eq } from 'drizzle-orm'
import { closeOrder } from './close-order.ts'
import { findOrders } from './order.ts'
import { mallOrders } from './tables.ts'

/** For `identity.export`: everything somebody ordered or was given. */
export async function exportOrders({ read, actor }: QueryContext): Promise<unknown> {
  const orders = await findOrders(read, eq(mallOrders.accountId, actor.accountId))
  return orders
    .toSorted((a, b) => a.number - b.number)
    .map(({ digitsHash, digitsRound, givenBy, closedBy, remindAt, itemName, ...own }) => ({
      ...own,
      item: itemName,
    }))
}

/** For `identity.deleteMe`: cancels what waits to be picked up. */
export async function cancelOpenOrders(context: CommandContext): Promise<void> {
  const { tx, actor } = context
  const isOpenAndOwn = and(eq(mallOrders.accountId, actor.accountId), eq(mallOrders.state, 'open'))
  for (const order of await findOrders(tx, isOpenAndOwn)) await closeOrder(context, order, 'cancelled')
}
