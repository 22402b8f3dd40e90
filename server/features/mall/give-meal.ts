import type { Handler } from '#server/sync/context.ts'
import { accountByPhone } from '#server/core/identity/index.ts'
import { notify } from '#server/core/notices/index.ts'
import { requireStation } from '#server/core/stations/index.ts'
import { Refused } from '#shared/refusal.ts'
import { requireOffer } from './offer.ts'
import { placeOrder } from './order.ts'
import { reserveStock } from './reserve-stock.ts'
import { nudgeMall } from './shelf.ts'

/** 善举餐: staff give somebody else a meal at one of their area's stations, for no points. */
export const giveMeal: Handler<'mall.giveMeal'> = async (input, context) => {
  const { tx, actor, nudge } = context
  const { orderId, itemId, stationId, day, words } = input
  const { areaId } = await requireStation(context, stationId, 'mall.notYourStation')
  context.about({ areaId })
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
