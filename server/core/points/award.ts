import type { CommandContext } from '#server/sync/context.ts'
import type { DailyCap, TransferReason } from '#shared/points/rules.ts'
import { and, eq, lte, sql } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { pointAccounts, pointCaps, transfers } from './tables.ts'

export interface Award {
  readonly accountId: string
  readonly amount: number
  readonly cap: DailyCap
  /** The most that `cap` allows on `occurredOn`. */
  readonly capMax: number
  /** With `ref` the cause, which is paid once. */
  readonly reason: TransferReason
  readonly ref: string
  readonly note: string
  /** The Shanghai day it counts for, as 2026-11-23. */
  readonly occurredOn: string
  /** Who vouches for it: never the one who gets it. */
  readonly approverId: string
}

const sameCap = ({ accountId, occurredOn, cap }: Award) =>
  and(eq(pointCaps.accountId, accountId), eq(pointCaps.day, occurredOn), eq(pointCaps.cap, cap))

/** Gives points for a cause: once, however often it is brought, and never beyond the day's cap. All of the amount or none. */
export async function award(context: CommandContext, given: Award): Promise<'awarded' | 'capped' | 'already'> {
  const { tx, nudge } = context
  const [earlier] = await tx.select({ id: transfers.id }).from(transfers).where(and(eq(transfers.reason, given.reason), eq(transfers.ref, given.ref)))
  if (earlier) return 'already'
  if (!await useCap(context, given)) return 'capped'

  await tx.insert(pointAccounts).values({ id: given.accountId, owner: given.accountId, kind: 'person' }).onConflictDoNothing()
  if (!await post(context, given)) {
    await tx.update(pointCaps).set({ used: sql`${pointCaps.used} - ${given.amount}` }).where(sameCap(given))
    return 'already'
  }
  await tx.update(pointAccounts).set({ posted: sql`${pointAccounts.posted} + ${given.amount}` }).where(eq(pointAccounts.id, given.accountId))
  nudge(given.accountId, 'points.mine')
  return 'awarded'
}

/** Counts the amount against the cap; false when it does not fit. The condition is in the write, so awards side by side can't slip through together. */
async function useCap({ tx }: CommandContext, { accountId, occurredOn, cap, amount, capMax }: Award): Promise<boolean> {
  if (amount > capMax) return false
  const used = await tx.insert(pointCaps).values({ accountId, day: occurredOn, cap, used: amount, max: capMax }).onConflictDoUpdate({
    target: [pointCaps.accountId, pointCaps.day, pointCaps.cap],
    set: { used: sql`${pointCaps.used} + ${amount}`, max: capMax },
    setWhere: lte(sql`${pointCaps.used} + ${amount}`, capMax),
  }).returning({ used: pointCaps.used })
  return used.length === 1
}

/** Writes the transfer; false when another has paid the same cause in this very moment. */
async function post({ tx, actor, now }: CommandContext, { accountId, amount, reason, ref, note, occurredOn, approverId, cap }: Award): Promise<boolean> {
  const posted = await tx.insert(transfers).values({
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
  }).onConflictDoNothing({ target: [transfers.reason, transfers.ref] }).returning({ id: transfers.id })
  return posted.length === 1
}
