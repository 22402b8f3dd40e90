import type { QueryHandler } from '#server/sync/context.ts'
import { photoRefs } from '#server/core/media/index.ts'
import { requireStation } from '#server/core/stations/index.ts'
import { eq } from 'drizzle-orm'
import { countWrongGuess, hasGuessedTooOften } from './digits.ts'
import { orderLine } from './mall-desk.ts'
import { orderOfDigits } from './read-code.ts'
import { mallItems } from './tables.ts'

/**
 * What to hand over for digits that were read aloud, at a station the asker keeps. Null for digits that stand
 * for no order there, 'tooMany' after too many of those.
 */
export const orderByDigits: QueryHandler<'mall.orderOfDigits'> = async (input, { read, actor, now }) => {
  const { stationId, digits } = input
  await requireStation({ tx: read, actor }, stationId, 'mall.notYourStation')
  if (hasGuessedTooOften(actor.accountId, now)) return 'tooMany'
  const order = await orderOfDigits({ tx: read }, digits, stationId)
  if (order?.state !== 'open') countWrongGuess(actor.accountId, digits, now)
  if (!order) return null
  const [item] = await read.select().from(mallItems).where(eq(mallItems.id, order.itemId))
  if (!item) throw new Error('an order names an item that does not exist')
  return orderLine({ order, item }, await photoRefs(read, [item.photo]))
}
