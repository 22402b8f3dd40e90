import type { Reader } from '#server/database/database.ts'
import { startOfDay } from '#shared/kernel/day.ts'
import { and, asc, eq, gt, sql } from 'drizzle-orm'
import { lapseReminders, pointAccounts, transfers } from './tables.ts'

interface Search {
  readonly cutoff: string
  /** The last account of the batch before. */
  readonly after: string
  /** Leave out those who have been reminded of this cutoff. */
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
