import type { CommandContext } from '#server/sync/context.ts'
import type { GiveMeal } from '#shared/mall/schemas.ts'
import type { InferOutput } from 'valibot'
import { accountByPhone } from '#server/core/identity/index.ts'
import { notify } from '#server/core/notices/index.ts'
import { Refused } from '#shared/refusal.ts'
import { requireStationInCharge } from './may-stock.ts'
import { nudgeMall } from './nudge-mall.ts'
import { requireOffer } from './offer.ts'
import { placeOrder } from './place-order.ts'
import { reserveStock } from './reserve-stock.ts'

/**
 * A meal for a kindness: staff give a voucher for one of their area's kitchens. It costs no points, and
 * nobody gives one to themselves.
 */
export async function giveMeal(
  input: InferOutput<typeof GiveMeal>,
  context: CommandContext,
): Promise<{ number: number, pickUpBy: number }> {
  const { tx, actor, nudge } = context
  const { orderId, itemId, stationId, day, words } = input
  await requireStationInCharge(context, stationId)
  const person = await accountByPhone(tx, input.phone)
  if (!person) throw new Refused({ code: 'points.accountUnknown' })
  if (person.id === actor.accountId) throw new Refused({ code: 'mall.ownOrder' })
  const item = await requireOffer(context, input)
  if (item.kind !== 'meal') throw new Refused({ code: 'mall.notOffered' })

  await reserveStock(context, { itemId, stationId, count: 1 })
  const placed = await placeOrder(context, {
    id: orderId,
    accountId: person.id,
    itemId,
    stationId,
    count: 1,
    points: 0,
    holdId: null,
    day,
    givenBy: actor.accountId,
    words,
  })
  await notify(context, person.id, { kind: 'mall.given', ref: orderId, number: placed.number, words })
  nudge(person.id, 'mall.myOrders')
  nudgeMall(context)
  return placed
}
