import type { CommandContext } from '#server/sync/context.ts'
import type { Personal } from '#server/sync/feature.ts'
import { eq } from 'drizzle-orm'
import { accounts, loginCodes, sessions } from './tables.ts'

/**
 * Decides `identity.deleteMe`: erases what is the person's own, in the order of `parts`. What they did for
 * the city stays, without their name.
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
