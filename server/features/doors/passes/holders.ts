import type { Account } from '#server/core/identity/index.ts'
import type { Reader } from '#server/database/database.ts'
import { keyedHash } from '#server/core/keys/index.ts'
import { toHex } from '#shared/kernel/bytes.ts'
import { Refused } from '#shared/refusal.ts'
import { eq } from 'drizzle-orm'
import { passes } from '../tables.ts'

const HOLDER_BYTES = 8

/** Refuses whoever has not registered. */
export function requireRegistered({ registeredAt }: Account): void {
  if (registeredAt === null) throw new Refused({ code: 'stations.notRegistered' })
}

/** What passes call somebody: always the same, and nobody but this city can tell whom it means. */
export const holderOf = (accountId: string): string =>
  toHex(keyedHash('pass holders', accountId).subarray(0, HOLDER_BYTES))

/** Whose account a holder's is; undefined where the city has given no such pass. */
export async function accountOfHolder(read: Reader, holder: string): Promise<string | undefined> {
  const [pass] = await read
    .select({ accountId: passes.accountId })
    .from(passes)
    .where(eq(passes.holder, holder))
    .limit(1)
  return pass?.accountId
}
