import type { CommandContext } from '#server/sync/context.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { cutoffOn } from '#shared/points/rules.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { addHeld, balanceOf, releaseHeld, spendHeld } from './balances.ts'
import { insertTransfer } from './insert-transfer.ts'
import { lapseOf } from './lapse.ts'
import { transfers } from './tables.ts'

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
  if (!await addHeld(tx, accountId, amount)) {
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

interface Resolution {
  readonly holdId: string
  readonly orderId: string
  readonly note: string
}
const ways = { settle: 'mall.handedOver', void: 'mall.released' } as const

/**
 * Records that a hold is settled or voided, and returns its owner and amount. Throws without a hold, and the
 * second time.
 */
async function resolveHold(
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

/** Settles a hold, when the goods are handed over; throws the second time. */
export async function settleHold(context: CommandContext, resolution: Resolution): Promise<void> {
  const { accountId, amount } = await resolveHold(context, 'settle', resolution)
  await spendHeld(context.tx, accountId, amount)
}

/**
 * Voids a hold and gives the points back. Those that would have lapsed meanwhile lapse now, since the yearly
 * lapse left out what was held. Throws the second time.
 */
export async function voidHold(context: CommandContext, resolution: Resolution): Promise<void> {
  const { accountId, amount } = await resolveHold(context, 'void', resolution)
  await releaseHeld(context.tx, accountId, amount)
  const cutoff = cutoffOn(context.now)
  await lapseOf(context, {
    accountId,
    cutoff,
    most: amount,
    ref: `${accountId}:${cutoff}:${resolution.holdId}`,
  })
}
