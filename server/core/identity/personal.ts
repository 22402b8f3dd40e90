import type { Reader } from '#server/database/database.ts'
import type { CommandContext, QueryContext } from '#server/sync/context.ts'
import type { Personal } from '#server/sync/feature.ts'
import { desc, eq } from 'drizzle-orm'
import { findAccount } from './accounts.ts'
import { dropFactor } from './factor/set-up.ts'
import { accounts, loginCodes, secondFactors, sessions } from './tables.ts'

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
    await dropFactor(tx, accountId)
    await tx
      .update(accounts)
      .set({ phone: null, name: null, areaId: null, company: null, work: null, deletedAt: now })
      .where(eq(accounts.id, accountId))
  }

const sessionDates = (read: Reader, accountId: string) =>
  read.select({
    createdAt: sessions.createdAt,
    seenAt: sessions.seenAt,
    expiresAt: sessions.expiresAt,
    device: sessions.device,
    network: sessions.network,
  })
    .from(sessions)
    .where(eq(sessions.accountId, accountId))
    .orderBy(desc(sessions.createdAt))

const factorDates = (read: Reader, accountId: string) =>
  read
    .select({ setAt: secondFactors.setAt })
    .from(secondFactors)
    .where(eq(secondFactors.accountId, accountId))

/** Answers `identity.export`: a person's own data, of identity and of every feature. */
export const exportOf = (parts: readonly Pick<Personal, 'export'>[]) =>
  async (_input: object, context: QueryContext): Promise<Record<string, unknown>> => {
    const { read, actor: { accountId } } = context
    const everything: Record<string, unknown> = {
      account: await findAccount(read, accountId),
      sessions: await sessionDates(read, accountId),
      secondFactor: await factorDates(read, accountId),
    }
    for (const [name, show] of parts.flatMap(part => Object.entries(part.export)))
      everything[name] = await show(context)
    return everything
  }
