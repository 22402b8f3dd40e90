import type { Account } from '#server/core/identity/index.ts'
import type { Reader } from '#server/database/database.ts'
import { accounts } from '#server/core/identity/index.ts'
import { passes } from '#server/core/proofs/index.ts'
import { Refused } from '#shared/refusal.ts'
import { and, asc, eq, gt, isNotNull, or } from 'drizzle-orm'
import { suspensions } from '../tables.ts'

/** Refuses whoever has not registered. */
export function requireRegistered({ registeredAt }: Account): void {
  if (registeredAt === null) throw new Refused({ code: 'stations.notRegistered' })
}

/** Holders whose passes are revoked before they expire: suspended, disabled or deleted accounts. */
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
