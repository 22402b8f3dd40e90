import type { CommandContext, QueryContext } from '#server/sync/context.ts'
import { and, eq } from 'drizzle-orm'
import { closeOrder } from './close-order.ts'
import { findOrders } from './order.ts'
import { mallOrders } from './tables.ts'

/** Everything somebody ordered or was given, for `identity.export`. */
export async function exportOrders({ read, actor }: QueryContext): Promise<unknown> {
  const orders = await findOrders(read, eq(mallOrders.accountId, actor.accountId))
  return orders
    .toSorted((a, b) => a.number - b.number)
    .map(({ digitsHash, digitsRound, givenBy, closedBy, remindAt, itemName, ...own }) => ({
      ...own,
      item: itemName,
    }))
}

/** Whoever goes picks nothing up any more. For `identity.deleteMe`. */
export async function cancelOpenOrders(context: CommandContext): Promise<void> {
  for (const order of await findOrders(
    context.tx,
    and(eq(mallOrders.accountId, context.actor.accountId), eq(mallOrders.state, 'open')),
  ))
    await closeOrder(context, order, 'cancelled')
}
