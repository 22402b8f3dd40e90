import type { Transaction } from '#server/database/database.ts'
import { eq } from 'drizzle-orm'
import { endSessionsOf } from './sessions.ts'
import { accounts } from './tables.ts'

/** Disables an account at once: its next request is refused. */
export async function disableAccount(tx: Transaction, accountId: string, now: number): Promise<void> {
  await tx.update(accounts).set({ disabledAt: now }).where(eq(accounts.id, accountId))
  await endSessionsOf(tx, accountId)
}
