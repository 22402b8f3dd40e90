import type { Transaction } from '#server/database/database.ts'
import { eq } from 'drizzle-orm'
import { endSessionsOf } from '../sessions.ts'
import { factorResets, recoveryCodes, secondFactors, sessions } from '../tables.ts'

/** Takes somebody's second factor away; the caller ends their sessions where they have any. */
export async function dropFactor(tx: Transaction, accountId: string): Promise<void> {
  for (const table of [secondFactors, recoveryCodes, factorResets])
    await tx.delete(table).where(eq(table.accountId, accountId))
}

/** The same for a lost phone: whoever has it is out, and its owner sets up another. */
export async function resetFactor(tx: Transaction, accountId: string): Promise<void> {
  await dropFactor(tx, accountId)
  await endSessionsOf(tx, accountId)
}

/** Takes everybody's away: the secret that sealed them is lost. */
export async function dropAllFactors(tx: Transaction): Promise<void> {
  for (const table of [secondFactors, recoveryCodes, factorResets]) await tx.delete(table)
  await tx.update(sessions).set({ factorAt: null })
}
