import type { CommandContext } from '#server/sync/context.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { and, eq } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { insertTransfer } from './insert-transfer.ts'
import { transfers } from './tables.ts'

export interface Resolution {
  readonly holdId: string
  readonly orderId: string
  readonly note: string
}
const ways = { settle: 'mall.handedOver', void: 'mall.released' } as const

/**
 * Records that a hold is settled or voided, and returns its owner and amount. Throws without a hold, and the
 * second time.
 */
export async function resolveHold(
  { tx, actor, now, nudge }: CommandContext,
  kind: keyof typeof ways,
  { holdId, orderId, note }: Resolution,
): Promise<{ accountId: string, amount: number }> {
  const [hold] = await tx
    .select({ accountId: transfers.debit, amount: transfers.amount })
    .from(transfers)
    .where(and(eq(transfers.id, holdId), eq(transfers.kind, 'hold')))
  if (!hold) throw new Error('an order names a hold that does not exist')
  const { accountId, amount } = hold
  await insertTransfer(tx, {
    id: uuidv7(),
    kind,
    debit: accountId,
    credit: 'spent',
    amount,
    reason: ways[kind],
    ref: orderId,
    pendingId: holdId,
    actorId: actor.accountId,
    occurredOn: dayOf(now),
    note,
    postedAt: now,
  })
  nudge(accountId, 'points.mine')
  return hold
}
