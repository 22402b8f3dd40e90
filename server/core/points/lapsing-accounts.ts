import type { Reader } from '#server/database/database.ts'
import { startOfDay } from '#shared/kernel/day.ts'
import { and, asc, eq, gt, sql } from 'drizzle-orm'
import { lapseReminders, pointAccounts, transfers } from './tables.ts'

interface Search {
  readonly cutoff: string
  /** Go on behind this account. */
  readonly after: string
  /** Leave out those who have been reminded of this cutoff. */
  readonly isReminder: boolean
}
const BATCH_MAX = 100 // One batch is one transaction, and others wait for it.

/**
 * The accounts with something earned before a cutoff and not used, in batches in the order of their ids;
 * none: that was the last.
 * What each earned since is a sum in `transfers_by_credit`.
 */
export async function lapsingAccounts(
  reader: Reader,
  { cutoff, after, isReminder }: Search,
): Promise<string[]> {
  const earnedSince = sql`(select coalesce(sum(${transfers.amount}), 0) from ${transfers} where ${transfers.credit} = ${pointAccounts.id} and ${transfers.postedAt} >= ${startOfDay(cutoff)})`
  const reminded = sql`exists (select 1 from ${lapseReminders} where ${lapseReminders.accountId} = ${pointAccounts.id} and ${lapseReminders.cutoff} = ${cutoff})`
  const rows = await reader.select({ id: pointAccounts.id }).from(pointAccounts).where(and(
    gt(pointAccounts.id, after),
    eq(pointAccounts.kind, 'person'),
    sql`${pointAccounts.posted} - ${pointAccounts.held} > ${earnedSince}`,
    isReminder ? sql`not ${reminded}` : undefined,
  )).orderBy(asc(pointAccounts.id)).limit(BATCH_MAX)
  return rows.map(({ id }) => id)
}
