import type { CommandContext } from '#server/sync/context.ts'
import { Refused } from '#shared/refusal.ts'
import { closeOrder } from './close-order.ts'
import { findOrder } from './order.ts'

/**
 * Its owner does not want it any more: points and pieces are free at once. Another's order counts as unknown.
 */
export async function cancelOrder({ orderId }: { orderId: string }, context: CommandContext): Promise<void> {
  const order = await findOrder(context.tx, orderId)
  if (order.accountId !== context.actor.accountId) throw new Refused({ code: 'mall.orderUnknown' })
  await closeOrder(context, order, 'cancelled')
}
