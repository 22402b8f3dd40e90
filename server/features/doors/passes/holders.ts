import type { Account } from '#server/core/identity/index.ts'
import type { Reader } from '#server/database/database.ts'
import { accounts } from '#server/core/identity/index.ts'
import { keyedHash } from '#server/core/keys/index.ts'
import { toHex } from '#shared/kernel/bytes.ts'
import { Refused } from '#shared/refusal.ts'
import { and, asc, eq, gt, isNotNull, or } from 'drizzle-orm'
import { passes, suspensions } from '../tables.ts'

const HOLDER_BYTES = 8

/** Refuses whoever has not registered. */
export function requireRegistered({ registeredAt }: Account): void {
  if (registeredAt === null) throw new Refused({ code: 'stations.notRegistered' })
}

/** The name of somebody in passes and on kiosks: a keyed hash of their account's id, in hexadecimal. */
export const holderOf = (accountId: string): string =>
  toHex(keyedHash('pass holders', accountId).subarray(0, HOLDER_BYTES))

/** The account of a holder; undefined where no such pass was given. */
export async function accountOfHolder(read: Reader, holder: string): Promise<string | undefined> {
  const [pass] = await read
    .select({ accountId: passes.accountId })
    .from(passes)
    .where(eq(passes.holder, holder))
    .limit(1)
  return pass?.accountId
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
