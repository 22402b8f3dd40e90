import type { Reader } from '#server/database/database.ts'
import { keyedHash } from '#server/core/keys/index.ts'
import { toHex } from '#shared/kernel/bytes.ts'
import { eq } from 'drizzle-orm'
import { passes } from './tables.ts'

const HOLDER_BYTES = 8

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
