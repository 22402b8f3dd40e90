import type { QueryContext } from '#server/sync/context.ts'
import type { Answer, QueryInput } from '#shared/queries.ts'
import { photoRefs } from '#server/core/media/index.ts'
import { eq } from 'drizzle-orm'
import { hasGuessedTooOften, noteWrongGuess } from './digit-guesses.ts'
import { orderLine } from './mall-desk.ts'
import { requireOwnStation } from './may-stock.ts'
import { orderOfDigits } from './read-code.ts'
import { mallItems } from './tables.ts'

/**
 * Answers `mall.orderOfDigits`: what to hand over for digits that were read aloud, at a station one keeps.
 * Null for digits that stand for
 * nothing there, and 'tooMany' after too many of those; nothing is decided by it.
 */
export async function orderByDigits(
  { stationId, digits }: QueryInput<'mall.orderOfDigits'>,
  { read, actor, now }: QueryContext,
): Promise<Answer<'mall.orderOfDigits'>> {
  await requireOwnStation({ tx: read, actor }, stationId)
  if (hasGuessedTooOften(actor.accountId, now)) return 'tooMany'
  const order = await orderOfDigits({ tx: read }, digits, stationId)
  if (order?.state !== 'open') noteWrongGuess(actor.accountId, digits, now)
  if (!order) return null
  const [item] = await read.select().from(mallItems).where(eq(mallItems.id, order.itemId))
  if (!item) throw new Error('an order is about an item that does not exist')
  return orderLine({ order, item }, await photoRefs(read, [item.photo]))
}
