import type { CommandContext } from '#server/sync/context.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { Refused } from '#shared/refusal.ts'
import { uuidv7 } from 'uuidv7'
import { balanceOf, putAside } from './balances.ts'
import { insertTransfer } from './insert-transfer.ts'

export interface Wanted {
  readonly accountId: string
  readonly amount: number
  readonly orderId: string
  readonly note: string
}

/** Holds points for an order and returns the hold's id. Throws `points.notEnough`. */
export async function holdPoints(
  context: CommandContext,
  { accountId, amount, orderId, note }: Wanted,
): Promise<string> {
  const { tx, actor, now, nudge } = context
  if (!await putAside(tx, accountId, amount)) {
    const { posted, held } = await balanceOf(tx, accountId)
    throw new Refused({ code: 'points.notEnough', price: amount, available: posted - held })
  }
  const id = uuidv7()
  await insertTransfer(tx, {
    id,
    kind: 'hold',
    debit: accountId,
    credit: 'spent',
    amount,
    reason: 'mall.redeemed',
    ref: orderId,
    actorId: actor.accountId,
    occurredOn: dayOf(now),
    note,
    postedAt: now,
  })
  nudge(accountId, 'points.mine')
  return id
}
