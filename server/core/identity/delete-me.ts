import type { CommandContext } from '#server/sync/context.ts'
import type { Personal } from '#server/sync/feature.ts'
import { eq } from 'drizzle-orm'
import { accounts, loginCodes, sessions } from './tables.ts'

/**
 * Handles `identity.deleteMe`: the person's own is erased, in the order of `parts`; what was done for the
 * city
 * stays, without a name.
 */
export const deleteMeWith = (parts: readonly Pick<Personal, 'erase'>[]) =>
  async (_input: object, context: CommandContext): Promise<void> => {
    const { tx, actor: { accountId }, now } = context
    for (const { erase } of parts) await erase?.(context)
    const [account] = await tx
      .select({ phone: accounts.phone })
      .from(accounts)
      .where(eq(accounts.id, accountId))
    if (account?.phone) await tx.delete(loginCodes).where(eq(loginCodes.phone, account.phone))
    await tx.delete(sessions).where(eq(sessions.accountId, accountId))
    await tx
      .update(accounts)
      .set({ phone: null, name: null, areaId: null, company: null, work: null, deletedAt: now })
      .where(eq(accounts.id, accountId))
  }
