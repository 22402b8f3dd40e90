import type { Reader } from '#server/database/database.ts'
import type { QueryContext } from '#server/sync/context.ts'
import type { Personal } from '#server/sync/feature.ts'
import { desc, eq } from 'drizzle-orm'
import { findAccount } from './accounts.ts'
import { sessions } from './tables.ts'

const sessionDates = (read: Reader, accountId: string) =>
  read.select({ createdAt: sessions.createdAt, seenAt: sessions.seenAt, expiresAt: sessions.expiresAt })
    .from(sessions)
    .where(eq(sessions.accountId, accountId))
    .orderBy(desc(sessions.createdAt))

/** Answers `identity.export`: a person's own data, of identity and of every feature. */
export const exportOf = (parts: readonly Pick<Personal, 'export'>[]) =>
  async (_input: object, context: QueryContext): Promise<Record<string, unknown>> => {
    const { read, actor: { accountId } } = context
    const everything: Record<string, unknown> = {
      account: await findAccount(read, accountId),
      sessions: await sessionDates(read, accountId),
    }
    for (const [name, show] of parts.flatMap(part => Object.entries(part.export)))
      everything[name] = await show(context)
    return everything
  }
