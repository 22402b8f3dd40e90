import type { Account } from '#server/core/identity/index.ts'
import type { Reader } from '#server/database/database.ts'
import type { CommandContext } from '#server/sync/context.ts'
import { insertOnce } from '#server/database/rows.ts'
import { Refused } from '#shared/refusal.ts'
import { and, eq, gt, lte } from 'drizzle-orm'
import { formerSuspensions, suspensions } from '../tables.ts'

/** Refuses whoever is suspended now. */
export async function requireNotSuspended(read: Reader, accountId: string, now: number): Promise<void> {
  const [suspension] = await read
    .select({ until: suspensions.until })
    .from(suspensions)
    .where(and(eq(suspensions.accountId, accountId), gt(suspensions.until, now)))
  if (suspension) throw new Refused({ code: 'stations.suspended', until: suspension.until })
}

/** True when somebody's passes were revoked at an instant (ms): suspended, disabled or deleted. */
export async function wasRevoked(
  read: Reader,
  { id, disabledAt, deletedAt }: Account,
  at: number,
): Promise<boolean> {
  if ([disabledAt, deletedAt].some(since => since !== null && since <= at)) return true
  for (const table of [suspensions, formerSuspensions]) {
    if ((await read.$count(table, and(eq(table.accountId, id), lte(table.at, at), gt(table.until, at)))) > 0)
      return true
  }
  return false
}

/** Ends a suspension, expired or not, and saves when it ended; true when there was one. */
export async function endSuspension(
  { tx, now }: Pick<CommandContext, 'tx' | 'now'>,
  accountId: string,
): Promise<boolean> {
  const ended = await tx
    .delete(suspensions)
    .where(eq(suspensions.accountId, accountId))
    .returning({ at: suspensions.at, until: suspensions.until })
  for (const { at, until } of ended) {
    await insertOnce(tx, formerSuspensions, { accountId, at, until: Math.min(until, now) })
  }
  return ended.length > 0
}
