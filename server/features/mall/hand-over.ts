import type { CommandContext } from '#server/sync/context.ts'
import type { HandedOver, HandOver } from '#shared/mall/schemas.ts'
import type { InferOutput } from 'valibot'
import type { Order } from './order.ts'
import { notify } from '#server/core/notices/index.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { Refused } from '#shared/refusal.ts'
import { closeOrder } from './close-order.ts'
import { requireOwnStation } from './may-stock.ts'
import { noteLoss } from './note-loss.ts'
import { orderOfCode } from './read-code.ts'

/** What arrives later than this was done without a network. */
const LIVE_MS = 60_000

/**
 * A keeper gives the goods to whoever shows the code. It counts from when it was done, so one made in time
 * may arrive late; when
 * the order was closed meanwhile the goods are gone all the same, and the organisers are told of the loss.
 */
export async function handOver(
  { code, stationId }: InferOutput<typeof HandOver>,
  context: CommandContext,
): Promise<InferOutput<typeof HandedOver>> {
  const { actor, now, occurred } = context
  await requireOwnStation(context, stationId)
  const { order, isSignedCode } = await orderOfCode(context, code, stationId)
  const { id: orderId, number } = order
  if (order.accountId === actor.accountId) throw new Refused({ code: 'mall.ownOrder' })

  if (order.state !== 'open') {
    const wasOffline = isSignedCode && now - occurred > LIVE_MS
    if (!wasOffline || isSameHandOver(order, context))
      throw new Refused({ code: 'mall.orderClosed', state: order.state })
    await noteLoss(context, order)
    return { outcome: 'loss', orderId, number }
  }
  requireInTime(order, occurred)
  await closeOrder(context, order, 'handedOver')
  await notify(context, order.accountId, {
    kind: 'mall.handedOver',
    ref: orderId,
    number,
    words: order.itemName,
    points: order.points,
  })
  return { outcome: 'settled', orderId, number }
}

/** The same keeper at the same time: one hand-over that was scanned twice. */
const isSameHandOver = ({ closedBy, handedOverAt }: Order, { actor, occurred }: CommandContext) =>
  handedOverAt !== null && closedBy === actor.accountId && Math.abs(handedOverAt - occurred) <= LIVE_MS

function requireInTime({ pickUpBy, day }: Order, occurred: number) {
  if (occurred > pickUpBy) throw new Refused({ code: 'mall.tooLate' })
  if (day !== null && dayOf(occurred) !== day) throw new Refused({ code: 'mall.notToday', day })
}
