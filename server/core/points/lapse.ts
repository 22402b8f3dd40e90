import type { Reader } from '#server/database/database.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { LapsePoints, RemindOfLapse } from '#shared/points/schemas.ts'
import type { InferOutput } from 'valibot'
import type { Balance } from './balances.ts'
import { notify } from '#server/core/notices/index.ts'
import { insertOnce } from '#server/database/rows.ts'
import { dayOf, startOfDay } from '#shared/kernel/day.ts'
import { lapsesOn } from '#shared/points/rules.ts'
import { and, asc, eq, gt, gte, sql } from 'drizzle-orm'
import { uuidv7 } from 'uuidv7'
import { addPosted, balanceOf, lockBalance } from './balances.ts'
import { insertTransfer } from './insert-transfer.ts'
import { lapseReminders, pointAccounts, transfers } from './tables.ts'

interface Search {
  readonly cutoff: string
  /** The last account of the batch before. */
  readonly after: string
  /** Leaves out those who have been reminded for this cutoff. */
  readonly isReminder: boolean
}
const BATCH_MAX = 100 // One batch is one transaction, and others wait for it.

/**
 * One batch of the accounts with points earned before a cutoff and not used, in the order of their ids; an
 * empty batch ends the list. The index `transfers_by_credit` alone gives the sum earned since.
 */
export async function lapsingAccounts(
  reader: Reader,
  { cutoff, after, isReminder }: Search,
): Promise<string[]> {
  const earnedSince = sql`(
    select coalesce(sum(${transfers.amount}), 0) from ${transfers}
    where ${transfers.credit} = ${pointAccounts.id} and ${transfers.postedAt} >= ${startOfDay(cutoff)})`
  const reminded = sql`exists (
    select 1 from ${lapseReminders}
    where ${lapseReminders.accountId} = ${pointAccounts.id} and ${lapseReminders.cutoff} = ${cutoff})`
  const rows = await reader.select({ id: pointAccounts.id }).from(pointAccounts).where(and(
    gt(pointAccounts.id, after),
    eq(pointAccounts.kind, 'person'),
    sql`${pointAccounts.posted} - ${pointAccounts.held} > ${earnedSince}`,
    isReminder ? sql`not ${reminded}` : undefined,
  )).orderBy(asc(pointAccounts.id)).limit(BATCH_MAX)
  return rows.map(({ id }) => id)
}

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

/** Lapses what is due in one transfer, and notifies the person. A second one for the same `ref` throws. */
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

/**
 * Decides `points.remind`, sent by a task: notifies a person of points that lapse soon, once for each cutoff.
 * `words` is the day on which they are gone.
 */
export async function remindOfLapse(
  { accountId, cutoff }: InferOutput<typeof RemindOfLapse>,
  context: CommandContext,
): Promise<void> {
  const { tx, now } = context
  const points = await lapsable(tx, accountId, await balanceOf(tx, accountId), cutoff)
  if (points === 0) return
  if (await insertOnce(tx, lapseReminders, { accountId, cutoff, remindedAt: now }) === 1)
    await notify(context, accountId, { kind: 'points.lapsing', points, words: lapsesOn(cutoff) })
}
