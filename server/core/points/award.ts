import type { Slots } from '#server/database/prepared.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { DailyCap, TransferReason } from '#shared/points/rules.ts'
import { findAccount } from '#server/core/identity/index.ts'
import { rulingNow } from '#server/core/rulings/index.ts'
import { prepared } from '#server/database/prepared.ts'
import { and, eq, sql } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { addPosted, ensureAccount } from './balances.ts'
import { insertTransferOnce } from './insert-transfer.ts'
import { pointCaps, transfers } from './tables.ts'

export interface Award {
  readonly accountId: string
  readonly amount: number
  readonly cap: DailyCap
  /** Together with `ref` the cause, which is paid once. */
  readonly reason: TransferReason
  readonly ref: string
  readonly note: string
  /** The Shanghai day it counts for, as 2026-11-23. */
  readonly occurredOn: string
  /** Who approved it; never the one who gets it. */
  readonly approverId: string
}

/** Awards points for a cause: once, never beyond the day's cap, all or none, and to no erased account. */
export async function award(
  context: CommandContext,
  given: Award,
): Promise<'awarded' | 'capped' | 'already' | 'erased'> {
  const { tx, nudge } = context
  const { accountId, amount, reason, ref } = given
  if ((await findAccount(tx, accountId))?.deletedAt !== null) return 'erased'
  if ((await findPaid(tx, { reason, ref })).length > 0) return 'already'
  if (!await useCap(context, given)) return 'capped'

  await ensureAccount(tx, accountId)
  if (!(await post(context, given))) {
    await tx
      .update(pointCaps)
      .set({ used: sql`${pointCaps.used} - ${amount}` })
      .where(
        and(
          eq(pointCaps.accountId, accountId),
          eq(pointCaps.day, given.occurredOn),
          eq(pointCaps.cap, given.cap),
        ),
      )
    return 'already'
  }
  await addPosted(tx, accountId, amount)
  nudge(accountId, 'points.mine')
  return 'awarded'
}

const findPaid = prepared((tx, { reason, ref }: Slots<{ reason: string, ref: string }>) =>
  tx
    .select({ id: transfers.id })
    .from(transfers)
    .where(and(eq(transfers.reason, reason), eq(transfers.ref, ref)))
    .prepare('find_paid'),
)

const countUnderCap = prepared(
  (
    tx,
    {
      accountId,
      day,
      cap,
      amount,
      max,
    }: Slots<{ accountId: string, day: string, cap: string, amount: number, max: number }>,
  ) =>
    tx
      .insert(pointCaps)
      .values({ accountId, day, cap, used: amount, max })
      .onConflictDoUpdate({
        target: [pointCaps.accountId, pointCaps.day, pointCaps.cap],
        set: { used: sql`${pointCaps.used} + excluded.used`, max: sql`excluded.max` },
        setWhere: sql`${pointCaps.used} + excluded.used <= excluded.max`,
      })
      .returning({ used: pointCaps.used })
      .prepare('count_under_cap'),
)

/**
 * Counts the amount against the cap in force; false when it does not fit. The condition is part of the write,
 * so that parallel awards can't pass it together.
 */
async function useCap(
  { tx }: CommandContext,
  { accountId, occurredOn: day, cap, amount }: Award,
): Promise<boolean> {
  const { [cap]: max } = await rulingNow(tx, 'caps')
  return amount <= max && (await countUnderCap(tx, { accountId, day, cap, amount, max })).length === 1
}

async function post(
  { tx, actor, now }: CommandContext,
  { accountId, amount, reason, ref, note, occurredOn, approverId, cap }: Award,
): Promise<boolean> {
  return await insertTransferOnce(tx, {
    id: uuidv7(),
    kind: 'post',
    debit: 'issued',
    credit: accountId,
    amount,
    reason,
    ref,
    cap,
    actorId: actor.accountId,
    approverId,
    occurredOn,
    note,
    postedAt: now,
  })
}
