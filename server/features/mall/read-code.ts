import type { Reader } from '#server/database/database.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { Order } from './order.ts'
import { isSigned } from '#server/core/keys/index.ts'
import { findStation } from '#server/core/stations/index.ts'
import { plainText } from '#shared/kernel/digits.ts'
import { readPickUp } from '#shared/mall/pick-up.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq } from 'drizzle-orm'
import { countWrongGuess, hasGuessedTooOften, hashDigits } from './digits.ts'
import { findOrders } from './order.ts'
import { mallOrders } from './tables.ts'

const codeWrong = () => new Refused({ code: 'mall.codeWrong' })

/** The order that a code stands for, at the station where it is shown: a signed code, or six digits. */
export async function orderOfCode(
  { tx, actor, now }: Pick<CommandContext, 'tx' | 'actor' | 'now'>,
  read: string,
  stationId: string,
): Promise<{ order: Order, isSignedCode: boolean }> {
  const code = plainText(read)
  if (!/^\d{6}$/.test(code))
    return { order: await orderOfSignedCode({ tx }, read, stationId), isSignedCode: true }
  if (hasGuessedTooOften(actor.accountId, now)) throw new Refused({ code: 'mall.tooManyDigits' })
  const order = await orderOfDigits({ tx }, code, stationId)
  if (order?.state !== 'open') countWrongGuess(actor.accountId, code, now)
  if (!order) throw codeWrong()
  return { order, isSignedCode: false }
}

/** The station's open order with these digits; else the last closed one, to tell what happened to it. */
export async function orderOfDigits(
  { tx }: { tx: Reader },
  digits: string,
  stationId: string,
): Promise<Order | undefined> {
  const meant = await findOrders(
    tx,
    and(eq(mallOrders.stationId, stationId), eq(mallOrders.digitsHash, hashDigits(stationId, digits))),
  )
  return meant.find(({ state }) => state === 'open') ?? meant.toSorted((a, b) => b.number - a.number)[0]
}

/** The order of a signed code, if one of the city's keys signed it and it agrees with the order. */
async function orderOfSignedCode(
  { tx }: Pick<CommandContext, 'tx'>,
  code: string,
  stationId: string,
): Promise<Order> {
  const read = readPickUp(code)
  if (!read || !await isSigned(tx, read.pickUp.keyId, read.signed, read.signature)) throw codeWrong()
  const { pickUp } = read
  const [order] = await findOrders(tx, eq(mallOrders.id, pickUp.orderId))
  if (
    !order
    || order.stationId !== pickUp.stationId
    || order.itemId !== pickUp.itemId
    || order.count !== pickUp.count
  ) {
    throw codeWrong()
  }
  if (order.stationId !== stationId) {
    throw new Refused({
      code: 'mall.otherStation',
      stationName: (await findStation(tx, order.stationId)).name,
    })
  }
  return order
}
