import type { Reader } from '#server/database/database.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { LapsePoints } from '#shared/points/schemas.ts'
import type { InferOutput } from 'valibot'
import type { Balance } from './balances.ts'
import { notify } from '#server/core/notices/index.ts'
import { dayOf, startOfDay } from '#shared/kernel/day.ts'
import { lapsesOn } from '#shared/points/rules.ts'
import { and, eq, gte, sql } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { addPosted, lockBalance } from './balances.ts'
import { insertTransfer } from './insert-transfer.ts'
import { transfers } from './tables.ts'

/**
 * The points of a balance earned before a cutoff and never used, oldest first. All earned less all spent is
 * what is posted, so it is the points available now less those earned since: a sum over two years at most.
 */
export async function lapsable(
  reader: Reader,
  accountId: string,
  { posted, held }: Balance,
  cutoff: string,
): Promise<number> {
  const [earned] = await reader
    .select({ since: sql<string>`coalesce(sum(${transfers.amount}), 0)` })
    .from(transfers)
    .where(and(eq(transfers.credit, accountId), gte(transfers.postedAt, startOfDay(cutoff))))
  return Math.max(0, posted - held - Number(earned?.since))
}

interface Lapse {
  readonly accountId: string
  readonly cutoff: string
  readonly most?: number
  readonly ref: string
}

/** Lapses what is due, in one transfer for `ref`, and notifies the person; once. */
export async function lapseOf(
  context: CommandContext,
  { accountId, cutoff, most = Infinity, ref }: Lapse,
): Promise<void> {
  const { tx, actor, now, nudge } = context
  const amount = Math.min(most, await lapsable(tx, accountId, await lockBalance(tx, accountId), cutoff))
  if (amount === 0) return
  await insertTransfer(tx, {
    id: uuidv7(),
    kind: 'post',
    debit: accountId,
    credit: 'expired',
    amount,
    reason: 'points.lapsed',
    ref,
    actorId: actor.accountId,
    occurredOn: dayOf(now),
    note: '',
    postedAt: now,
  })
  await addPosted(tx, accountId, -amount)
  nudge(accountId, 'points.mine')
  await notify(context, accountId, { kind: 'points.lapsed', points: amount })
}

/** Decides `points.lapse`, sent by a task: once for an account and a cutoff, and not before its day. */
export async function lapsePoints(
  { accountId, cutoff }: InferOutput<typeof LapsePoints>,
  context: CommandContext,
): Promise<void> {
  if (context.now < startOfDay(lapsesOn(cutoff))) return
  await lapseOf(context, { accountId, cutoff, ref: `${accountId}:${cutoff}` })
}
