import type { CommandContext, Handler } from '#server/sync/context.ts'
import type { Order } from './order.ts'
import { notify } from '#server/core/notices/index.ts'
import { requireStation } from '#server/core/stations/index.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { Refused } from '#shared/refusal.ts'
import { closeOrder } from './close-order.ts'
import { orderOfCode } from './read-code.ts'
import { recordLoss } from './record-loss.ts'

/** A command that arrives later than this after it was made was made without a network. */
const LIVE_MS = 60_000

/**
 * A keeper hands goods over to whoever shows the code. The time of the hand-over counts, not that of its
 * arrival. If the order was closed meanwhile, the goods are gone all the same: that is recorded as a loss.
 */
export const handOver: Handler<'mall.handOver'> = async ({ code, stationId }, context) => {
  const { actor, now, occurred } = context
  await requireStation(context, stationId, 'mall.notYourStation')
  const { order, isSignedCode } = await orderOfCode(context, code, stationId)
  const { id: orderId, number } = order
  if (order.accountId === actor.accountId) throw new Refused({ code: 'mall.ownOrder' })

  if (order.state !== 'open') {
    const wasOffline = isSignedCode && now - occurred > LIVE_MS
    if (!wasOffline || isSameHandOver(order, context))
      throw new Refused({ code: 'mall.orderClosed', state: order.state })
    await recordLoss(context, order)
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

/** True for a hand-over that the same keeper scanned twice. */
const isSameHandOver = ({ closedBy, handedOverAt }: Order, { actor, occurred }: CommandContext) =>
  handedOverAt !== null && closedBy === actor.accountId && Math.abs(handedOverAt - occurred) <= LIVE_MS

function requireInTime({ pickUpBy, day }: Order, occurred: number) {
  if (occurred > pickUpBy) throw new Refused({ code: 'mall.tooLate' })
  if (day !== null && dayOf(occurred) !== day) throw new Refused({ code: 'mall.notToday', day })
}
