import type { CommandContext } from '#server/sync/context.ts'
import { eq } from 'drizzle-orm'
import { accounts, loginCodes, sessions } from './tables.ts'

/** Erases what one room keeps of the person who asks, in the same transaction. */
type Eraser = (context: CommandContext) => Promise<void>

/**
 * Handles `identity.deleteMe`: the person goes, what was done for the city stays, without a name.
 * The other rooms bring their erasers, so that identity need not know them.
 */
export const deleteMeWith =
  (erasers: readonly Eraser[]) =>
    async (_input: object, context: CommandContext): Promise<void> => {
      const {
        tx,
        actor: { accountId },
        now,
      } = context
      for (const erase of erasers) await erase(context)
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
