import type { Reader } from '#server/database/database.ts'
import { accounts } from '#server/core/identity/index.ts'
import { and, asc, eq, gt, isNotNull, or } from 'drizzle-orm'
import { passes, suspensions } from '../tables.ts'

/** Holders who are not to come in although a pass of theirs has not expired: suspended, disabled, or gone. */
export async function revokedHolders(read: Reader, now: number): Promise<string[]> {
  const rows = await read.selectDistinct({ holder: passes.holder })
    .from(passes)
    .innerJoin(accounts, eq(accounts.id, passes.accountId))
    .leftJoin(suspensions, eq(suspensions.accountId, passes.accountId))
    .where(
      and(
        gt(passes.expiresAt, now),
        or(gt(suspensions.until, now), isNotNull(accounts.disabledAt), isNotNull(accounts.deletedAt)),
      ),
    )
    .orderBy(asc(passes.holder))
  return rows.map(({ holder }) => holder)
}
