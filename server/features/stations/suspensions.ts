import type { Account } from '#server/core/identity/index.ts'
import type { Reader } from '#server/database/database.ts'
import { Refused } from '#shared/kernel/refusal.ts'
import { and, eq, gt, lte } from 'drizzle-orm'
import { suspensions } from './tables.ts'

/** Until when somebody was not to come in at an instant, if so (ms). */
async function suspendedUntil(read: Reader, accountId: string, at: number): Promise<number | undefined> {
  const [suspension] = await read.select({ until: suspensions.until }).from(suspensions).where(and(eq(suspensions.accountId, accountId), lte(suspensions.at, at), gt(suspensions.until, at)))
  return suspension?.until
}

/** Refuses whoever is suspended now. */
export async function requireNotSuspended(read: Reader, accountId: string, now: number): Promise<void> {
  const until = await suspendedUntil(read, accountId, now)
  if (until !== undefined) throw new Refused({ code: 'stations.suspended', until })
}

/** True when somebody was not to come in at an instant: suspended, disabled, or gone. */
export async function wasRevoked(read: Reader, { id, disabledAt, deletedAt }: Account, at: number): Promise<boolean> {
  return [disabledAt, deletedAt].some(since => since !== null && since <= at) || await suspendedUntil(read, id, at) !== undefined
}
